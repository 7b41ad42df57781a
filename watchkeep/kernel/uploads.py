"""Files that people attach: what they really are, and which of them we take."""

import re
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from watchkeep.kernel.errors import Refused

MAX_BYTES = 25 * 1024 * 1024
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show as it is: pictures that cannot hold a script."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd4\xc3\xb2\xa1", "application/vnd.tcpdump.pcap"),
    (b"\x0a\x0d\x0d\x0a", "application/vnd.tcpdump.pcap"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_BY_SUFFIX = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "gz": "application/gzip",
    "tgz": "application/gzip",
    "pcap": "application/vnd.tcpdump.pcap",
    "pcapng": "application/vnd.tcpdump.pcap",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "eml": "text/plain",
    "txt": "text/plain",
    "log": "text/plain",
    "md": "text/plain",
    "yaml": "text/plain",
    "yml": "text/plain",
    "conf": "text/plain",
    "csv": "text/csv",
    "json": "application/json",
}
_TEXT = {"text/plain", "text/csv", "application/json"}
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script|svg|\?xml|iframe|!--)", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UNFIT = re.compile(r"[\x00-\x1f\x7f\"*:<>?|\\/]+")
_DECLARED_ALIKE = {
    "application/x-gzip": "application/gzip",
    "application/x-zip-compressed": "application/zip",
    "application/csv": "text/csv",
    "image/jpg": "image/jpeg",
    "message/rfc822": "text/plain",
    "text/markdown": "text/plain",
    "text/x-log": "text/plain",
}
_UNDECLARED = {"", "application/octet-stream", "binary/octet-stream"}


def safe_name(name: str) -> str:
    """A file's own name, without the way to it and without what confuses a file system or a header."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = _UNFIT.sub("_", last).strip(". ")[-200:]
    return clean or "file"


def content_type(name: str, declared: str, head: bytes, size: int) -> str:
    """The type under which a file is kept. Refused (field ``file``) when we don't take it or it is not what it says.

    ``head`` are its first 4,096 bytes: name, declared type and bytes must all say the same.
    """
    if not size:
        raise Refused(_("The file is empty."), field="file", code="empty")
    if size > MAX_BYTES:
        raise Refused(_("A file has at most %(mb)s MB.") % {"mb": MAX_BYTES // 2**20}, field="file", code="too_large")
    named = _BY_SUFFIX.get(PurePosixPath(name).suffix.lstrip(".").lower())
    if named is None:
        raise Refused(_("Files of this type are not taken: %(name)s") % {"name": name}, field="file", code="type")
    said = declared.partition(";")[0].strip().lower()
    said = _DECLARED_ALIKE.get(said, said)
    if not _fits(named, _sniffed(head)) or not _declared_fits(named, said):
        raise Refused(_("%(name)s is not what its name says.") % {"name": name}, field="file", code="type")
    return named


def _sniffed(head: bytes) -> str:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return "text/plain" if _is_text(head) else ""


def _is_text(head: bytes) -> bool:
    return not _CONTROL.search(head) and not _MARKUP.match(head)


def _fits(named: str, sniffed: str) -> bool:
    if named in _TEXT:
        return sniffed == "text/plain"
    if named.startswith((_OFFICE, "application/vnd.oasis.")):
        return sniffed == "application/zip"
    return sniffed == named


def _declared_fits(named: str, said: str) -> bool:
    if named in _TEXT:
        return said in _UNDECLARED or said in _TEXT or (said.startswith("text/") and said != "text/html")
    return said in _UNDECLARED or said == named

"""Files that articles show: what they really are, and which of them are taken."""

import re
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from watchkeep.kernel.errors import Refused

MB = 2**20
LARGEST = {"picture": 10 * MB, "video": 100 * MB, "captions": MB // 2}
"""In bytes."""
TYPES = {
    "png": ("picture", "image/png"),
    "jpg": ("picture", "image/jpeg"),
    "jpeg": ("picture", "image/jpeg"),
    "gif": ("picture", "image/gif"),
    "webp": ("picture", "image/webp"),
    "mp4": ("video", "video/mp4"),
    "m4v": ("video", "video/mp4"),
    "webm": ("video", "video/webm"),
    "vtt": ("captions", "text/vtt"),
}
"""What is taken, by the ending of the name: nothing that a browser could run."""
_UNFIT = re.compile(r"[\x00-\x1f\x7f\"*:<>?|\\/\[\]()]+")
_MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash", b"mmp4"}


def safe_name(name: str) -> str:
    """A file's own name, without the way to it and without what confuses a header or Markdown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return _UNFIT.sub("_", last).strip(". ")[-200:] or "file"


def content_type(name: str, head: bytes, size: int) -> tuple[str, str]:
    """Kind and type of a file. Refused (field ``file``) when it is not taken, too large or not what its name says.

    ``head`` are its first 4,096 bytes.
    """
    if not size:
        raise Refused(_("The file is empty."), field="file", code="empty")
    if (known := TYPES.get(PurePosixPath(name).suffix.lstrip(".").lower())) is None:
        raise Refused(
            _("An article shows PNG, JPEG, GIF and WebP pictures, MP4 and WebM videos, and captions as WebVTT."),
            field="file", code="type",
        )  # fmt: skip
    if size > (largest := LARGEST[known[0]]):
        words = {"kind": known[0], "mb": f"{largest / MB:g}"}
        raise Refused(_("At most %(mb)s MB for this: %(kind)s.") % words, field="file", code="too_large")
    if _sniffed(head) != known[1]:
        raise Refused(_("%(name)s is not what its name says.") % {"name": name}, field="file", code="type")
    return known


def _sniffed(head: bytes) -> str:
    """The type that the first bytes show; empty for anything else."""
    for start, kind in (
        (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"), (b"\x1a\x45\xdf\xa3", "video/webm" if b"webm" in head[:64] else ""),
    ):  # fmt: skip
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _MP4_BRANDS:
        return "video/mp4"
    is_captions = re.match(rb"(?:\xef\xbb\xbf)?WEBVTT(?:[ \t\r\n]|$)", head) and b"\x00" not in head
    return "text/vtt" if is_captions else ""

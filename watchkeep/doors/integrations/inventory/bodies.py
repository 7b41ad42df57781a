"""Bodies as agents send them: packed by zlib or gzip or plain, and never larger than we agreed to hold.

What an agent says of itself changes with every run (how long it took, what is free on a disk). The digest of a body's
meaning leaves that out, so that a machine on which nothing happened costs no reading.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator

import msgspec

MOST_PACKED = 8 * 2**20
MOST_PLAIN = 32 * 2**20

_FLEETING = (
    "logdate|etime|boot_time|datelastloggeduser|free|freespace|used|swap_free|uptime|last_boot|time|cpuusage|mem"
    "|virtualmemory|started|capacity_left|charge|realcapacity|cycles|checksum"
)
_JSON = re.compile(rb'"(?:' + _FLEETING.encode() + rb')"\s*:\s*(?:"[^"\\]*"|-?[0-9.]+)\s*,?')
_XML = re.compile(
    rb"<(" + _FLEETING.upper().encode() + rb")>[^<]*</\1>|<PROCESSES>(?:\s*<[A-Z]+>[^<]*</[A-Z]+>)*\s*</PROCESSES>"
)  # fmt: skip


class Unreadable(Exception):  # noqa: N818  # like Refused: the field's word
    """It cannot be read, and this is why."""


def unpacked(body: bytes) -> bytes:
    """What an agent packed. Raises Unreadable for what ends too early, is damaged or grows beyond measure."""
    if len(body) > MOST_PACKED:
        raise Unreadable(f"It is larger than {MOST_PACKED // 2**20} MiB.")
    if body[:1] in (b"<", b"{") or not body.strip():
        return body
    window = 31 if body[:2] == b"\x1f\x8b" else 15
    if window == 15 and body[:1] != b"\x78":
        plain = body.removeprefix(b"\xef\xbb\xbf").lstrip()
        if plain[:1] in (b"<", b"{"):
            return plain
        raise Unreadable("It is neither XML nor JSON, nor packed by zlib or gzip.")
    packed = zlib.decompressobj(window)
    try:
        plain = packed.decompress(body, MOST_PLAIN + 1)
    except zlib.error as error:
        raise Unreadable("It is damaged: it cannot be unpacked.") from error
    if len(plain) > MOST_PLAIN:
        raise Unreadable(f"Unpacked it is larger than {MOST_PLAIN // 2**20} MiB.")
    if not packed.eof:
        raise Unreadable("It ends too early.")
    return plain.removeprefix(b"\xef\xbb\xbf").lstrip()


def packed(plain: bytes) -> bytes:
    """A body as it is kept until it is read."""
    return zlib.compress(plain, 1)


def meaning(plain: bytes) -> bytes:
    """The digest of what a body says, without what changes by itself.

    Software is most of a body and holds nothing that does: only the rest is looked through.
    """
    said = hashlib.blake2b(digest_size=32)
    for part, is_steady in _json_parts(plain) if plain[:1] == b"{" else _xml_parts(plain):
        said.update(part if is_steady else (_JSON if plain[:1] == b"{" else _XML).sub(b"", part))
    return said.digest()


class _Parts(msgspec.Struct):
    content: dict[str, msgspec.Raw] = {}
    deviceid: msgspec.Raw = msgspec.Raw()
    tag: msgspec.Raw = msgspec.Raw()
    itemtype: msgspec.Raw = msgspec.Raw()
    partial: msgspec.Raw = msgspec.Raw()


def _json_parts(plain: bytes) -> Iterator[tuple[bytes, bool]]:
    try:
        parts = msgspec.json.decode(plain, type=_Parts)
    except (msgspec.MsgspecError, RecursionError):
        yield plain, False
        return
    yield b"\0".join(bytes(one) for one in (parts.deviceid, parts.tag, parts.itemtype, parts.partial)), True
    for name, section in sorted(parts.content.items()):
        yield name.encode(), True
        if name != "processes":
            yield bytes(section), name == "softwares"


def _xml_parts(plain: bytes) -> Iterator[tuple[bytes, bool]]:
    begin, end = plain.find(b"<SOFTWARES>"), plain.rfind(b"</SOFTWARES>")
    if not 0 <= begin < end:
        yield plain, False
        return
    yield plain[:begin], False
    yield plain[begin:end], True
    yield plain[end:], False

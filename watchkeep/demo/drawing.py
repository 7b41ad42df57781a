"""Pictures for the demo, drawn as boxes of colour: PNG files (ISO/IEC 15948) without a library."""

import struct
import zlib
from collections.abc import Iterable

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int, Colour]
"""Left, top, right, bottom and colour; what comes later lies on top."""


def png(width: int, height: int, ground: Colour, boxes: Iterable[Box]) -> bytes:
    """A picture of boxes, as a PNG file."""
    rows = [bytearray(bytes(ground) * width) for _row in range(height)]
    for left, top, right, bottom, colour in boxes:
        for row in rows[top:bottom]:
            row[3 * left : 3 * right] = bytes(colour) * (right - left)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _part(b"IHDR", head) + _part(b"IDAT", pixels) + _part(b"IEND", b"")


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

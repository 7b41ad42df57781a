"""Reading the codes of a picture, for browsers that cannot read them themselves: QR, Code 128 and what makers print."""

from __future__ import annotations

import io
from typing import IO

import zxingcpp
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from watchkeep.kernel.errors import Refused

MOST_BYTES, MOST_PIXELS, LOOKED_AT = 12_000_000, 50_000_000, 1600
"""The largest picture that is opened; and the pixels along its longer side that are looked at."""
KINDS = zxingcpp.barcode_formats_from_str("QRCode,Code128,DataMatrix,Code39,EAN13,EAN8,UPCA,ITF")
AS_IT_IS = zxingcpp.TextMode.Plain


def code_in(file: IO[bytes]) -> str:
    """What the code says that lies nearest to the middle of a picture; nothing when there is none.

    Refused (field ``picture``) when it is too large or no picture.
    """
    picture = _opened(file.read(MOST_BYTES + 1))
    middle = (picture.width / 2, picture.height / 2)
    found = [
        one for one in zxingcpp.read_barcodes(picture, KINDS, text_mode=AS_IT_IS) if one.valid and one.text.strip()
    ]
    return min(found, key=lambda one: _distance(one, middle)).text.strip() if found else ""


def _opened(raw: bytes) -> Image.Image:
    """The picture in grey and no larger than is needed. A JPEG is decoded at a fraction of its size at once."""
    if len(raw) > MOST_BYTES:
        raise _refused(_("At most %(mb)s MB.") % {"mb": MOST_BYTES // 10**6}, "too_large")
    try:
        picture = Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP"))
        if picture.width * picture.height > MOST_PIXELS:
            raise _refused(_("This picture has too many pixels."), "too_large")
        picture.draft("L", (LOOKED_AT, LOOKED_AT))
        grey = picture.convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _refused(_("This is no picture that can be read."), "type") from error
    grey.thumbnail((LOOKED_AT, LOOKED_AT))
    return grey


def _distance(one: zxingcpp.Barcode, middle: tuple[float, float]) -> float:
    corners = (one.position.top_left, one.position.bottom_right)
    x, y = (sum(corner.x for corner in corners) / 2, sum(corner.y for corner in corners) / 2)
    return float((x - middle[0]) ** 2 + (y - middle[1]) ** 2)


def _refused(message: str, code: str) -> Refused:
    return Refused(message, field="picture", code=code)

"""Labels to stick on things: a QR code that opens the item's page, or a Code 128 of its number for hand scanners.

A stock-take reads both. Besides there are the name, the number and what else is known it by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import qrcode
import zxingcpp
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from watchkeep.doors.console.items.views.listing import filters
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.permissions import P

if TYPE_CHECKING:
    from watchkeep.doors.console.asking import Request

SHEETS = {"a4-24": "A4, 24 of 70 by 37 mm", "a4-40": "A4, 40 of 52 by 29 mm", "roll": "A roll, 62 by 29 mm"}
CODES = {"qr": _("QR code"), "bars": _("Code 128"), "both": _("Both")}
MOST = 240
_PATH = re.compile(r"<path [^>]*/>")


@dataclass(frozen=True)
class Label:
    """One label."""

    item: Item
    square: SafeString
    bars: SafeString


def labels(request: Request) -> HttpResponse:
    """One item's label, or those of all that a list shows, as far as a few sheets go."""
    request.actor.need(P.SEE)
    asked = request.GET.get("item", "")
    rows = Item.objects.visible_to(request.actor)
    if asked.isascii() and asked.isdigit() and len(asked) < 18:
        rows = rows.filter(pk=int(asked))
    else:
        rows = queries.asked(request.actor, filters(request))
    items = list(rows.order_by("name", "id")[: MOST + 1])
    sheet, code = request.GET.get("sheet", ""), request.GET.get("code", "")
    code = code if code in CODES else "qr"
    drawn = {
        "labels": [_label(one, code) for one in items[:MOST]], "sheets": SHEETS.items(), "most": MOST,
        "sheet": sheet if sheet in SHEETS else "a4-24", "is_cut": len(items) > MOST, "asked": request.GET,
        "codes": CODES.items(), "code": code,
    }  # fmt: skip
    return render(request, "stocktakes/labels.html", drawn)


def _label(item: Item, code: str) -> Label:
    none = SafeString("")
    return Label(item, none if code == "bars" else _square(item), none if code == "qr" else _bars(item))


def _bars(item: Item) -> SafeString:
    """The number, so that a hand scanner types what a person would."""
    made = zxingcpp.create_barcode(item.number, zxingcpp.BarcodeFormat.Code128)
    drawing = zxingcpp.write_barcode_to_svg(made)
    size = re.search(r'width="(\d+)" height="(\d+)"', drawing)
    box = f'viewBox="0 0 {size[1]} {size[2]}" preserveAspectRatio="none"' if size else ""
    return SafeString(f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(_PATH.findall(drawing))}</svg>')


def _square(item: Item) -> SafeString:
    address = f"{settings.BASE_URL}{reverse('console:item', args=[item.pk])}"
    image = qrcode.make(address, image_factory=SvgPathImage, box_size=10, border=2)
    return SafeString(image.to_string(encoding="unicode"))

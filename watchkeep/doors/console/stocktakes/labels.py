"""Labels to stick on things: a QR code that opens the item's page and that a stock-take reads, name and number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import qrcode
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from qrcode.image.svg import SvgPathImage

from watchkeep.doors.console.items.views.listing import filters
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import Item
from watchkeep.estate.assets.permissions import P

if TYPE_CHECKING:
    from watchkeep.doors.console.asking import Request

SHEETS = {"a4-24": "A4, 24 of 70 by 37 mm", "a4-40": "A4, 40 of 52 by 29 mm", "roll": "A roll, 62 by 29 mm"}
MOST = 240


@dataclass(frozen=True)
class Label:
    """One label."""

    item: Item
    picture: SafeString


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
    sheet = request.GET.get("sheet", "a4-24")
    drawn = {
        "labels": [Label(one, _picture(one)) for one in items[:MOST]], "sheets": SHEETS.items(), "most": MOST,
        "sheet": sheet if sheet in SHEETS else "a4-24", "is_cut": len(items) > MOST, "asked": request.GET,
    }  # fmt: skip
    return render(request, "stocktakes/labels.html", drawn)


def _picture(item: Item) -> SafeString:
    address = f"{settings.BASE_URL}{reverse('console:item', args=[item.pk])}"
    image = qrcode.make(address, image_factory=SvgPathImage, box_size=10, border=2)
    return SafeString(image.to_string(encoding="unicode"))

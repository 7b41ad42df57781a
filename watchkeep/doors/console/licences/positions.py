"""Pages on how products stand: all of them, one on a day with the rows behind its figures, and all as a table."""

import csv
from datetime import date
from typing import Any

from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.licences import rows as behind
from watchkeep.doors.console.licences.filters import Filter
from watchkeep.doors.console.licences.signs import SIGNS
from watchkeep.doors.console.licences.trend import Trend
from watchkeep.estate.licences import queries
from watchkeep.estate.licences.models import STATUSES, Metric, Product
from watchkeep.estate.licences.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.pages import capped_count, keyset
from watchkeep.kernel.tables import harmless

MOST_EXPORTED = 20_000
HEAD = (
    "product", "publisher", "day", "counted by", "position", "owned", "used", "covered", "missing", "idle", "free",
    "cost at risk EUR a year", "shelfware EUR a year",
)  # fmt: skip


def positions(request: Request) -> HttpResponse:
    """How products stand now, from A to Z, with what that costs and which day comes next."""
    asked = Filter.of(request.GET)
    standing = asked.positions(queries.latest(request.actor))
    products = Product.objects.filter(pk__in=standing.values("product"))
    page = keyset(products, order=("name", "id"), cursor=request.GET.get("cursor"))
    keys = [one.pk for one in page.rows]
    found = {one.product_id: one for one in queries.latest(request.actor).filter(product__in=keys)}
    days = queries.next_days(keys)
    words = {
        "page": page,
        "lines": [(one, found[one.pk], SIGNS[found[one.pk].status], days.get(one.pk)) for one in page.rows],
        "count": capped_count(products),
        "sums": standing.aggregate(risk=Sum("cost_at_risk"), shelfware=Sum("shelfware")),
        "asked": asked,
        "statuses": STATUSES.items(),
        "address": f"?{request.GET.urlencode()}" if request.GET else "",
        "metrics": Metric.choices,
    }
    return render(request, "licences/list.html", words | {"tabs": tabs(request)})


def position(request: Request, pk: int) -> HttpResponse:
    """One product on a day: each figure, and the rows that it stands on."""
    request.actor.need(P.SEE_ENTITLEMENTS, _("see licences"))
    product = get_object_or_404(Product.objects.visible_to(request.actor).select_related("owner"), pk=pk)
    today, day = clock.now().date(), _day(request)
    one = queries.position_on(product, day)
    chosen = behind.Behind.of(product, one, day, request.GET)
    renewal = queries.renewal_of(product)
    words: dict[str, Any] = {
        "product": product,
        "position": one,
        "sign": SIGNS[one.status] if one else None,
        "day": day,
        "is_today": day == today,
        "today": today,
        "figures": behind.figures(one),
        "behind": chosen,
        "renewal": renewal,
        "decide_by": queries.next_days([product.pk]).get(product.pk),
        "expected": queries.expected_by(product, renewal) if renewal else None,
        "trend": Trend.of(product, day),
        "left": queries.free_seats(product) if one and one.metric in {"user", "seat"} else None,
    }
    words |= {"metric": dict(Metric.choices).get(one.metric, "") if one else "", "tabs": chosen.tabs(request)}
    return render(request, "licences/position.html", words | {"manages": request.actor.may(P.MANAGE_ENTITLEMENTS)})


def export(request: Request) -> HttpResponse:
    """The positions of the list as a table for a spreadsheet."""
    request.actor.need(P.SEE_ENTITLEMENTS, _("see licences"))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="licences-{clock.now():%Y-%m-%d}.csv"'
    table, said = csv.writer(answer), dict(Metric.choices)
    table.writerow(HEAD)
    found = Filter.of(request.GET).positions(queries.latest(request.actor)).order_by("product__name", "product")
    for one in found[:MOST_EXPORTED]:
        names = (one.product.name, one.product.publisher)
        figures = (one.owned, one.used, one.covered, one.missing, one.idle, one.free, one.cost_at_risk, one.shelfware)
        known = (one.on, said.get(one.metric, one.metric), one.get_status_display())
        table.writerow([*map(harmless, names), *known, *figures])
    return answer


def tabs(request: Request) -> list[tuple[str, str]]:
    """The lists of this part."""
    found = [
        (_("Positions"), reverse("console:licences")),
        (_("What was bought"), reverse("console:entitlements")),
        (_("Groups"), reverse("console:seat-groups")),
    ]
    return found if request.actor.may(P.SEE_ENTITLEMENTS) else []


def _day(request: Request) -> date:
    """The day that the address names, no later than today; today for anything that is none."""
    today = clock.now().date()
    try:
        return min(date.fromisoformat(request.GET.get("day", "")), today)
    except ValueError:
        return today

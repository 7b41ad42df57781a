"""Reads for pages: how products stand, what was bought of one, and the rows that a figure stands on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.estate.licences import rules
from watchkeep.estate.licences.models import Entitlement, Position, Product, Seat, SignIn, Use
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.licences.queries.standings import end_of, idle_seats
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.estate.suppliers.models import Contract
    from watchkeep.kernel.actors import Actor

MOST, MOST_BY_CONTRACT = 200, 20


def latest(actor: Actor) -> QuerySet[Position]:
    """How products stand now, for who may see what was bought."""
    rows = Position.objects.filter(is_latest=True).select_related("product")
    return rows if actor.may(P.SEE_ENTITLEMENTS) else rows.none()


def position_on(product: Product, day: date) -> Position | None:
    """How a product stood on a day, as it was written down; None where nothing was owned or used yet."""
    return product.positions.filter(on__lte=day).order_by("-on").first()


def rows_of(product: Product, day: date) -> QuerySet[Use]:
    """On which machines a product was at the end of a day."""
    rows = Use.objects.filter(product=product).select_related("item", "person", "place")
    return rows.filter(until=None) if day >= clock.now().date() else rows.at(end_of(day))


def seats_of(product: Product, day: date, *, idle: bool = False) -> QuerySet[Seat]:
    """Who had a seat of a product at the end of a day; ``idle``: of which nobody made use."""
    at = end_of(day)
    rows = idle_seats([product.pk], day) if idle else Seat.objects.filter(product=product, since__lte=at)
    return rows.filter(Q(until=None) | Q(until__gt=at)).select_related("person", "team", "product")


def terms_of(product: Product) -> QuerySet[Entitlement]:
    """What was bought of a product, the newest first."""
    rows = Entitlement.objects.filter(products=product).select_related("contract", "contract__supplier", "owner")
    return rows.prefetch_related("products")[:MOST]


def free_seats(product: Product) -> int:
    """How many seats are left in the pool; what is taken by those who sign in without one counts as taken."""
    today = clock.now().date()
    owned = Entitlement.objects.on(today).filter(products=product, metric__in=[*rules.OF_PEOPLE])
    lately = SignIn.objects.filter(product=product, on__gt=today - timedelta(days=product.idle_days))
    taken = Seat.objects.taken().filter(product=product)
    without = lately.exclude(person__in=taken.values("person")).values("person").distinct().count()
    return int(owned.aggregate(n=Sum("quantity"))["n"] or 0) - taken.count() - without


def renewal_of(product: Product) -> date | None:
    """When the first of what holds of a product now ends or goes on."""
    today = clock.now().date()
    rows = Entitlement.objects.on(today).filter(products=product).select_related("contract")
    days = ((one.ends_on or (one.contract.ends_on if one.contract else None)) for one in rows)
    return min((day for day in days if day and day >= today), default=None)


def expected_by(product: Product, until: date) -> int | None:
    """How many will be used on a later day if it goes on as in the last ninety days."""
    today = clock.now().date()
    begins = today - timedelta(days=rules.WINDOW_DAYS)
    first = product.positions.filter(on__lte=begins).aggregate(on=Max("on"))["on"] or begins
    used = dict(product.positions.filter(on__gte=first, on__lte=today).values_list("on", "used"))
    return rules.forecast(used, today, until)


def in_words(one: Entitlement, ends_on: date, decide_by: date) -> str:
    """When an entitlement ends, and by when somebody decides about it."""
    today = clock.now().date()
    words = {
        "n": one.quantity, "ends": ends_on.isoformat(), "by": decide_by.isoformat(),
        "days": _days((ends_on - today).days), "left": _days((decide_by - today).days),
        "cost": f"{one.price_of_one.a_year * one.quantity:,.2f}",
    }  # fmt: skip
    if decide_by == ends_on:
        text = _("%(n)s licences end on %(ends)s, in %(days)s. They cost %(cost)s euro a year.")
    else:
        text = _(
            "%(n)s licences: renewal after %(ends)s, in %(days)s; notice can be given until %(by)s, for another "
            "%(left)s. They cost %(cost)s euro a year."
        )
    return text % words


def _days(count: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}


def numbers_by(contract: Contract) -> list[str]:
    """How the products stand that are licensed by a contract, a line for each."""
    rows = Entitlement.objects.filter(contract=contract).order_by("pk")[:MOST_BY_CONTRACT]
    return [line for one in rows for line in numbers_of(one)]


def numbers_of(one: Entitlement) -> list[str]:
    """How the products of an entitlement stand, a line for each, with what is not needed and what is expected."""
    lines = []
    for product in one.products.order_by("name"):
        position = product.positions.filter(is_latest=True).first()
        if position is None:
            continue
        words = {
            "name": product.name, "owned": position.owned, "used": position.used - position.idle,
            "unused": position.unused, "cost": f"{position.shelfware:,.2f}",
        }  # fmt: skip
        text = _("%(name)s: owns %(owned)s, uses %(used)s; %(unused)s are not needed, %(cost)s euro a year.") % words
        expected = expected_by(product, renewal) if (renewal := renewal_of(product)) else None
        if expected is not None:
            text += " " + _("Expected by the renewal: %(n)s.") % {"n": expected}
        lines.append(text)
    return lines

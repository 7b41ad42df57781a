"""Reckoning: how a product stands today, written down where it differs from yesterday, and told where it matters."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from watchkeep.estate.licences import queries, rules
from watchkeep.estate.licences.events import BackInOrder, Overused, SeatsIdle, Unlicensed
from watchkeep.estate.licences.models import Cover, Position, Product, Recount, Seat
from watchkeep.kernel import clock, locks
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell_many

BATCH = 2000
MOST_TOLD = 20_000
_TAKE = """
DELETE FROM licences_unreckoned WHERE id IN (SELECT id FROM licences_unreckoned ORDER BY id LIMIT %s)
RETURNING product_id
"""
_TOLD = ("metric", "status", "owned", "used", "covered", "idle", "free", "cost_at_risk", "shelfware")
WRONG = {rules.Status.OVER: Overused, rules.Status.UNLICENSED: Unlicensed}


def reckon_due() -> int:
    """Reckon the products whose position may be another one today. Returns how many were due."""
    today = clock.now().date()
    with locks.only_one("licences.reckon") as is_mine:
        if not is_mine:
            return 0
        rows = Product.objects.filter(reckon_on__lte=today).order_by("reckon_on", "pk")
        due = {*_told(), *rows.values_list("pk", flat=True)[:BATCH]}
        _count_missed(due, today)
        if due:
            reckon(due, today)
    return len(due)


def _count_missed(products: Collection[int], today: date) -> None:
    """Days on which nobody reckoned, though time alone may have changed something, are counted afterwards."""
    late = Product.objects.filter(pk__in=products, reckon_on__lt=today).order_by("pk")
    days = list(late.values_list("pk", "reckon_on"))
    Recount.objects.bulk_create(Recount(product_id=pk, since=day, until=today) for pk, day in days if day)


@transaction.atomic
def reckon(products: Collection[int], today: date) -> None:
    """Reckon these products, and those that share a bundle with them."""
    standings = queries.standings(products, today)
    _plan({one.product: one for one in standings}, today)
    before = {one.product_id: one for one in Position.objects.filter(product__in=[*_ids(standings)], is_latest=True)}
    news = [one for one in standings if queries.differs(one, before.get(one.product))]
    _write(news, today)
    _tell(news, before)
    _tell_idle([one for one in standings if one.figures.idle])


def _told() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [MOST_TOLD])
        return {product for (product,) in cursor.fetchall()}


def _ids(standings: Sequence[queries.Standing]) -> list[int]:
    return [one.product for one in standings]


def _write(news: Sequence[queries.Standing], today: date) -> None:
    Position.objects.filter(product__in=_ids(news), is_latest=True).exclude(on=today).update(is_latest=False)
    Position.objects.bulk_create(
        [Position(product_id=one.product, on=today, **one.values()) for one in news],
        update_conflicts=True, unique_fields=["product", "on"], update_fields=[*_TOLD, "is_latest"],
    )  # fmt: skip


def _tell(news: Sequence[queries.Standing], before: dict[int, Position]) -> None:
    known = {one.pk: one for one in Product.objects.filter(pk__in=_ids(news))}
    for one in news:
        was = before[one.product].status if one.product in before else rules.Status.COMPLIANT
        figures, owner = one.figures, known[one.product].owner_id
        if figures.status == was:
            continue
        if wrong := WRONG.get(figures.status):
            numbers: dict[str, Any] = {"owned": figures.owned, "used": figures.used, "missing": figures.missing}
            cost = str(one.cost_at_risk)
            tell_many([wrong(record=one.product, by=CLOCK, owner=owner, cost=cost, **numbers)])
        elif was in WRONG:
            tell_many([BackInOrder(record=one.product, by=CLOCK, owned=figures.owned, used=figures.used)])


def _tell_idle(standings: Sequence[queries.Standing]) -> None:
    """Whoever owns a product hears once of each seat that nobody uses."""
    today = clock.now().date()
    fresh = queries.idle_seats(_ids(standings), today).filter(idle_on=None)
    by_product: dict[int, list[int]] = {}
    for pk, product in fresh.values_list("pk", "product").order_by("pk"):
        by_product.setdefault(product, []).append(pk)
    Seat.objects.filter(pk__in=[pk for pks in by_product.values() for pk in pks]).update(idle_on=today)
    known = {one.pk: one for one in Product.objects.filter(pk__in=by_product)}
    tell_many([
        SeatsIdle(record=pk, by=CLOCK, owner=known[pk].owner_id, seats=len(seats), days=known[pk].idle_days)
        for pk, seats in by_product.items()
    ])  # fmt: skip


def _plan(standings: dict[int, queries.Standing], today: date) -> None:
    """When each is looked at next without anything happening: tomorrow where a window moves, else when terms change."""
    covers = Cover.objects.filter(product__in=[*standings]).select_related("entitlement")
    days: dict[int, list[date]] = {}
    for cover in covers:
        terms = cover.entitlement
        told = (terms.starts_on, *(day + timedelta(days=1) for day in (terms.ends_on, terms.maintenance_until) if day))
        days.setdefault(cover.product_id, []).extend(day for day in told if day > today)
    for product, one in standings.items():
        if one.has_window:
            days.setdefault(product, []).append(today + timedelta(days=1))
    rows = [Product(pk=pk, reckon_on=min(days.get(pk, []), default=None)) for pk in standings]
    Product.objects.bulk_update(rows, ["reckon_on"], batch_size=1000)

"""Recounting: what was bought is corrected afterwards, and past days keep the figures that are right now.

Today is reckoned first, so that whoever owns the product hears what is new today; past days are counted in silence,
some at a time. If the process dies here, the days that were counted stay and the row says from where to go on.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction

from watchkeep.estate.licences import queries
from watchkeep.estate.licences.life.reckoning import reckon
from watchkeep.estate.licences.models import Position, Product, Recount
from watchkeep.kernel import clock, locks

DAYS_AT_ONCE = 30
DAY = timedelta(days=1)


def ask_to_recount(products: Iterable[int], since: date, until: date | None = None) -> None:
    """Past days of these products are to be counted anew, until today unless said; nothing where no day is past."""
    today = clock.now().date()
    last = min(until + DAY, today) if until else today
    if since < today and since <= last:
        Recount.objects.bulk_create(Recount(product_id=pk, since=since, until=last) for pk in sorted({*products}))


def recount_due() -> int:
    """Sweep: count some past days of one product anew. Returns how many days that were; none while others reckon."""
    with locks.only_one("licences.reckon") as is_mine:
        return _recount_first() if is_mine else 0


@transaction.atomic
def _recount_first() -> int:
    first = Recount.objects.order_by("id").first()
    if first is None:
        return 0
    rows = list(Recount.objects.filter(product=first.product_id).order_by("id"))
    since, until = min(one.since for one in rows), max(one.until for one in rows)
    today = clock.now().date()
    reckon([first.product_id], today)
    days = queries.days_that_move(first.product_id, since, until, most=DAYS_AT_ONCE + 1)
    concerned: set[int] = set()
    for day in days[:DAYS_AT_ONCE]:
        concerned |= _count(first.product_id, day)
    if days[DAYS_AT_ONCE:]:
        Recount.objects.filter(pk=first.pk).update(since=days[DAYS_AT_ONCE], until=until)
        Recount.objects.filter(pk__in=[one.pk for one in rows[1:]]).delete()
    else:
        concerned |= _count(first.product_id, today)
        Recount.objects.filter(pk__in=[one.pk for one in rows]).delete()
    _mark_latest(concerned)
    return len(days[:DAYS_AT_ONCE])


def _count(product: int, day: date) -> set[int]:
    """Write down how a product and those it is bundled with stood on a day, where that differs from the day before."""
    standings = queries.standings([product], day)
    keys = [one.product for one in standings]
    rows = Position.objects.filter(product__in=keys, on__lt=day).order_by("product_id", "-on").distinct("product_id")
    before = {one.product_id: one for one in rows}
    news = [one for one in standings if queries.differs(one, before.get(one.product))]
    kept = {one.product for one in news}
    Position.objects.filter(product__in=set(keys) - kept, on=day).delete()
    fields = list(news[0].values()) if news else []
    Position.objects.bulk_create(
        [Position(product_id=one.product, on=day, is_latest=False, **one.values()) for one in news],
        update_conflicts=True, unique_fields=["product", "on"], update_fields=fields,
    )  # fmt: skip
    return set(keys)


def _mark_latest(products: Collection[int]) -> None:
    rows = Position.objects.filter(product__in=products).order_by("product_id", "-on").distinct("product_id")
    latest = list(rows.values_list("pk", flat=True))
    Position.objects.filter(product__in=products, is_latest=True).exclude(pk__in=latest).update(is_latest=False)
    Position.objects.filter(pk__in=latest, is_latest=False).update(is_latest=True)


def first_day_of(product: Product) -> date:
    """The first day of which it was written down how a product stood; today where there is none."""
    first = product.positions.order_by("on").values_list("on", flat=True).first()
    return first or clock.now().date()

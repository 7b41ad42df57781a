"""Ends of certificates and warranties: kept with what is known of items, and told in time, each day once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery.events import EndAhead, NoticeSet
from watchkeep.estate.discovery.models import Deadline, Ending, Notice
from watchkeep.estate.discovery.permissions import P
from watchkeep.estate.discovery.rules import ahead
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many
from watchkeep.kernel.records import save

BATCH = 200


@transaction.atomic
def follow_ends(items: Collection[int]) -> None:
    """Keep the last days of these items: a new day is told anew, one that is gone never."""
    rows = Item.objects.filter(pk__in=items).select_related("cls").only("values", "warranty_ends_on", "cls")
    wanted = {(item.pk, kind): day for item in rows for kind, day in _ends(item)}
    held = {(row.item_id, row.kind): row for row in Deadline.objects.select_for_update().filter(item__in=items)}
    days = _days_ahead()
    moved = [held[pair] for pair, day in wanted.items() if pair in held and held[pair].ends_on != day]
    for row in moved:
        row.ends_on, row.told_on = wanted[row.item_id, row.kind], None
        row.next_on = ahead.next_day(row.ends_on, days[row.kind], None)
    Deadline.objects.bulk_update(moved, ["ends_on", "told_on", "next_on"])
    Deadline.objects.filter(pk__in=[row.pk for pair, row in held.items() if pair not in wanted]).delete()
    new = [
        Deadline(item_id=item, kind=kind, ends_on=day, next_on=ahead.next_day(day, days[kind], None))
        for (item, kind), day in wanted.items() if (item, kind) not in held
    ]  # fmt: skip
    Deadline.objects.bulk_create(new, ignore_conflicts=True)


@transaction.atomic
def tell_ends() -> int:
    """Sweep: tell the ends that come near. What is retired or stood for by another is passed over."""
    today = clock.now().date()
    due = Deadline.objects.filter(next_on__lte=today).select_related("item").order_by("next_on")
    rows = list(due.select_for_update(of=("self",), skip_locked=True)[:BATCH])
    days = _days_ahead()
    tell_many([
        EndAhead(
            record=row.item_id, by=CLOCK, what=row.kind, ends_on=row.ends_on, days_left=(row.ends_on - today).days,
            is_first=row.told_on is None,
        )
        for row in rows if row.item.is_active and row.item.merged_into_id is None
    ])  # fmt: skip
    for row in rows:
        row.told_on, row.next_on = today, ahead.next_day(row.ends_on, days[row.kind], today)
    Deadline.objects.bulk_update(rows, ["told_on", "next_on"])
    return len(rows)


@transaction.atomic
def set_notice(kind: str, *, by: Actor, days: Iterable[int]) -> None:
    """Say how many days before an end it is told. What was told already is not told again today."""
    by.need(P.CONFIGURE, _("say when ends are told"))
    if kind not in Ending.values:
        raise Refused(_("There is no such end."), field="kind")
    wanted = sorted({*days}, reverse=True)
    row = Notice.objects.select_for_update().filter(kind=kind).first() or Notice(kind=kind)
    save(row, days=wanted)
    Deadline.objects.filter(kind=kind).update(next_on=None)
    last = 0
    while some := list(Deadline.objects.filter(kind=kind, ends_on__gte=clock.now().date(), pk__gt=last)
                       .order_by("pk")[:1000]):  # fmt: skip
        for one in some:
            one.next_on = ahead.next_day(one.ends_on, wanted, one.told_on)
        Deadline.objects.bulk_update(some, ["next_on"])
        last = some[-1].pk
    tell(NoticeSet(record=row.pk, by=by, ends=kind, days=wanted))


def _ends(item: Item) -> Iterable[tuple[str, date]]:
    if item.warranty_ends_on:
        yield Ending.WARRANTY.value, item.warranty_ends_on
    if item.cls.slug == "certificate" and (day := _day(item.values.get("valid_until"))):
        yield Ending.CERTIFICATE.value, day


def _day(told: Any) -> date | None:
    try:
        return date.fromisoformat(str(told)[:10])
    except ValueError:
        return None


def _days_ahead() -> dict[str, list[int]]:
    return {kind: [] for kind in Ending.values} | dict(Notice.objects.values_list("kind", "days"))

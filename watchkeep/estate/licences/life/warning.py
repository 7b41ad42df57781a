"""Warning in time: of the last day for notice or the end, as often as an entitlement says, and once that it is over.

An entitlement without a last day of its own follows its contract's.
"""

from datetime import date, timedelta

from django.db import transaction

from watchkeep.estate.licences.events import Expired, RenewalAhead
from watchkeep.estate.licences.models import Entitlement
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell

BATCH = 100
DAY = timedelta(days=1)


def keep_days() -> int:
    """Tell what is due with entitlements today. Returns how many were due."""
    today = clock.now().date()
    with transaction.atomic():
        rows = Entitlement.objects.due(today).select_related("contract")
        due = list(rows.select_for_update(skip_locked=True, of=("self",))[:BATCH])
        for one in due:
            _step(one, today)
    return len(due)


@transaction.atomic
def follow_contract(contract: int) -> None:
    """The days of a contract are other ones now: what hangs on it follows."""
    rows = Entitlement.objects.filter(contract=contract).select_related("contract").order_by("pk")
    for one in rows.select_for_update(no_key=True, of=("self",)):
        moment, next_on = days(one)
        if next_on != one.next_on:
            is_new = one.warned_on is None or moment is None or one.warned_on > moment
            Entitlement.objects.filter(pk=one.pk).update(
                next_on=days(one, fresh=True)[1] if is_new else next_on, warned_on=None if is_new else one.warned_on
            )


def days(one: Entitlement, *, fresh: bool = False) -> tuple[date | None, date | None]:
    """By which day somebody decides about it, and when it is looked at next."""
    moment = _moment(one)
    if moment is None:
        return None, None
    told = None if fresh else one.warned_on
    warns = (moment - timedelta(days=before) for before in one.warn_days)
    return moment, min((day for day in warns if told is None or day > told), default=moment + DAY)


def _moment(one: Entitlement) -> date | None:
    if one.ends_on or one.contract is None:
        return one.ends_on
    return one.contract.notice_by or one.contract.ends_on


def _step(one: Entitlement, today: date) -> None:
    moment = _moment(one)
    is_over = one.ends_on is not None and one.ends_on < today
    if is_over or moment is None or moment < today:
        Entitlement.objects.filter(pk=one.pk).update(next_on=None)
        if is_over:
            tell(Expired(record=one.pk, by=CLOCK, number=one.number, owner=one.owner_id))
        return
    is_first, one.warned_on = one.warned_on is None, today
    Entitlement.objects.filter(pk=one.pk).update(warned_on=today, next_on=days(one)[1])
    ends_on = one.ends_on or (one.contract.ends_on if one.contract else None) or moment
    tell(RenewalAhead(
        record=one.pk, by=CLOCK, number=one.number, owner=one.owner_id, decide_by=moment, ends_on=ends_on,
        days_left=(moment - today).days, is_first=is_first,
    ))  # fmt: skip

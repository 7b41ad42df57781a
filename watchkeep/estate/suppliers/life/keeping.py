"""Keeping the days: somebody is warned in time, what nobody gave notice of goes on, and what is over ends."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.suppliers import rules
from watchkeep.estate.suppliers.events import EndsSoon, NoticeAhead, Renewed
from watchkeep.estate.suppliers.life.ending import end
from watchkeep.estate.suppliers.life.steps import days, today
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell

BATCH = 100


@transaction.atomic
def keep_days() -> int:
    """Do what is due with contracts today. Returns how many were due; after a long sleep one takes several turns."""
    rows = Contract.objects.due(today()).select_for_update(skip_locked=True, of=("self",))[:BATCH]
    due = list(rows)
    for contract in due:
        if contract.moment_on and contract.moment_on >= today():
            _warn(contract)
        elif contract.notice_by:
            _go_on(contract)
        else:
            end(contract, by=CLOCK, reason=_("Its time is over."))
    return len(due)


def _warn(contract: Contract) -> None:
    """One warning, however many days for one have passed meanwhile."""
    moment, is_first = contract.moment_on, contract.warned_on is None
    _write(contract, days(contract, warned_on=today()))
    common: dict[str, Any] = {
        "record": contract.pk, "by": CLOCK, "number": contract.number, "owner": contract.owner_id,
        "ends_on": contract.ends_on, "days_left": (moment - today()).days if moment else 0, "is_first": is_first,
    }  # fmt: skip
    tell(NoticeAhead(notice_by=contract.notice_by, **common) if contract.notice_by else EndsSoon(**common))


def _go_on(contract: Contract) -> None:
    """The last day for notice is over: it binds for another term, or for as many as have begun meanwhile."""
    was, first = contract.ends_on, contract.term
    if was is None or first is None:
        return
    term = rules.next_term(first, contract.notice_period, today())
    _write(contract, days(contract, ends_on=term.ends_on, renewals=term.times))
    tell(Renewed(
        record=contract.pk, by=CLOCK, number=contract.number, owner=contract.owner_id, was_ends_on=was,
        ends_on=term.ends_on, notice_by=contract.notice_by or term.ends_on,
    ))  # fmt: skip


def _write(contract: Contract, values: dict[str, Any]) -> None:
    Contract.objects.filter(pk=contract.pk).update(**values)
    for name, value in values.items():
        setattr(contract, name, value)

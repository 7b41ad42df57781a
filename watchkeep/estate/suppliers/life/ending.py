"""Ending: notice is given and perhaps withdrawn, or both sides agree that it is over."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.suppliers import rules
from watchkeep.estate.suppliers.events import Ended, NoticeGiven, NoticeWithdrawn
from watchkeep.estate.suppliers.life.agreeing import hold
from watchkeep.estate.suppliers.life.steps import LIFE, days, today
from watchkeep.estate.suppliers.models import Contract, State
from watchkeep.estate.suppliers.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def give_notice(contract: Contract, *, by: Actor, given_on: date | None = None, ends_on: date | None = None) -> None:
    """Say that it will end: with the term of which notice was still possible that day, unless they agreed to another.

    ``given_on``: today, when not given.
    """
    by.need(P.MANAGE_CONTRACTS, _("give notice"))
    hold(contract)
    given_on = given_on or today()
    if contract.ends_on and not contract.renews:
        raise Refused(_("It ends by itself."), code="wrong_state")
    if given_on > today():
        raise Refused(_("Note it down when it was given."), field="given_on")
    ends_on = ends_on or _end(contract, given_on)
    if ends_on < given_on or (contract.starts_on and ends_on < contract.starts_on):
        raise Refused(_("It ends after notice was given."), field="ends_on")
    written = days(contract, state=State.NOTICE_GIVEN, ends_on=ends_on)
    LIFE.move(contract, "give_notice", by=by, notice_given_on=given_on, **written)
    tell(NoticeGiven(record=contract.pk, by=by, number=contract.number, given_on=given_on, ends_on=ends_on))


@transaction.atomic
def withdraw_notice(contract: Contract, *, by: Actor, reason: str) -> None:
    """Both sides agree that it goes on, and say why. Its term is the one that it would have had."""
    by.need(P.MANAGE_CONTRACTS, _("withdraw a notice"))
    hold(contract)
    reason = reason.strip()[:300]
    written = days(contract, state=State.IN_FORCE, **_term(contract))
    given = {"reason": reason}
    LIFE.move(contract, "withdraw_notice", by=by, given=given, notice_given_on=None, **written)
    tell(NoticeWithdrawn(record=contract.pk, by=by, number=contract.number, reason=reason))


@transaction.atomic
def end(contract: Contract, *, by: Actor, reason: str) -> None:
    """It binds nobody from today on, for a reason: both agreed, or its time is over."""
    reason = reason.strip()[:300]
    hold(contract)
    written = days(contract, state=State.ENDED)
    LIFE.move(contract, "end", by=by, reason=reason, over_on=today(), **written)
    tell(Ended(record=contract.pk, by=by, number=contract.number, owner=contract.owner_id, reason=reason))


def _end(contract: Contract, given_on: date) -> date:
    """With which day notice ends it. Notice that was given in time and noted down late counts from its own day."""
    if not contract.first_ends_on:
        return rules.end_for(given_on, contract.notice_period)
    first = rules.Term(contract.first_ends_on, contract.renewal_months)
    return rules.next_term(first, contract.notice_period, given_on).ends_on


def _term(contract: Contract) -> dict[str, object]:
    if not contract.first_ends_on:
        return {"ends_on": None}
    first = rules.Term(contract.first_ends_on, contract.renewal_months)
    term = rules.next_term(first, contract.notice_period, today()) if contract.renews else first
    return {"ends_on": term.ends_on, "renewals": term.times}

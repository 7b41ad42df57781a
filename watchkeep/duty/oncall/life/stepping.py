"""Taking the next step of a search, and knowing when there is none.

If the process dies here: every step is one transaction. Either the pages, their messages in notify's outbox
and the time of the next step are all there, or none is and the step is still due. A step that is late, by a
second or by days, is taken once, and the wait for an answer begins when it is taken.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.oncall import events, queries
from watchkeep.duty.oncall.life import calling
from watchkeep.duty.oncall.life.steps import end
from watchkeep.duty.oncall.models import Escalation
from watchkeep.duty.oncall.rules import paging
from watchkeep.kernel import clock, facts
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.facts import tell

PAUSE = timedelta(minutes=5)
"""Before a policy is repeated that reached nobody: time for somebody to mend it."""

LOOK_AGAIN = timedelta(minutes=1)
"""Until a step whose hours have not come is looked at again."""

AFTER_TROUBLE = timedelta(seconds=30)
"""Until a step that failed by an error is tried again."""


@transaction.atomic
def advance(escalation_id: int) -> bool:
    """Take the next step of an escalation if it is due; False when another process has it or had it."""
    due = Escalation.objects.due(clock.now()).filter(pk=escalation_id).select_related("ticket__service")
    escalation = due.select_for_update(skip_locked=True, no_key=True, of=("self",)).first()
    if escalation is None:
        return False
    go_on(escalation, by=CLOCK)
    return True


def postpone(escalation_id: int) -> None:
    """Try a step again a little later, so that one that fails does not hold up the others."""
    again = clock.now() + AFTER_TROUBLE
    Escalation.objects.running().filter(pk=escalation_id).update(next_step_at=again)


def go_on(escalation: Escalation, *, by: Actor) -> None:
    """The next step of an escalation that this transaction holds."""
    now = clock.now()
    there = paging.following(
        escalation.plan, escalation.here, queries.situation(escalation.plan, escalation.ticket.severity, now)
    )
    if there is None:
        _run_out(escalation, now)
    elif there.round > escalation.round and not escalation.pages.filter(round=escalation.round).exists():
        _tell_nobody(escalation)
        _stand(escalation, paging.Position(there.round), now + PAUSE)
    else:
        _take(escalation, there, now, by)


def _take(escalation: Escalation, there: paging.Position, now: datetime, by: Actor) -> None:
    step = escalation.plan.steps[there.step]
    if escalation.here != paging.Position() or by is not CLOCK:
        _tell_escalated(escalation, there, by)
    paged = escalation.pages.filter(round=there.round, step=there.step).values_list("person", flat=True)
    meant = [one for one in queries.reach(step.targets, now) if one.person is None or one.person.pk not in paged]
    called = [calling.call(escalation, one, there, by=CLOCK) for one in meant]
    wait = timedelta(minutes=step.wait_minutes) if any(called) else timedelta()
    _stand(escalation, there, now + wait)


def _tell_escalated(escalation: Escalation, there: paging.Position, by: Actor) -> None:
    tell(
        events.Escalated(
            record=escalation.ticket_id,
            by=by,
            escalation=escalation.pk,
            step=there.step,
            round=there.round,
            at_once=by is not CLOCK,
        )
    )


def _stand(escalation: Escalation, there: paging.Position, next_at: datetime) -> None:
    Escalation.objects.filter(pk=escalation.pk).update(round=there.round, step=there.step, next_step_at=next_at)


def _run_out(escalation: Escalation, now: datetime) -> None:
    """No step is left: because none counts yet, none counts at all, nobody was there, or nobody answered."""
    if escalation.here == paging.Position():
        if paging.for_severity(escalation.plan, escalation.ticket.severity).steps:
            _stand(escalation, escalation.here, now + LOOK_AGAIN)
        else:
            end(escalation, "stop", by=CLOCK, why="oncall.no_step_counts")
    elif escalation.pages.exists():
        end(escalation, "exhaust", by=CLOCK)
        _tell_exhausted(escalation)
    else:
        end(escalation, "exhaust", by=CLOCK)
        _tell_nobody(escalation)


def _tell_nobody(escalation: Escalation) -> None:
    kind = events.NobodyReachable.kind
    known = facts.told("ticket", escalation.ticket_id, kind=kind, data__escalation=escalation.pk).exists()
    people = [] if known else calling.fallback(escalation.ticket)
    fact = tell(
        events.NobodyReachable(
            record=escalation.ticket_id,
            by=CLOCK,
            escalation=escalation.pk,
            round=escalation.round,
            fallback=[person.pk for person in people],
            is_drill=escalation.ticket.is_drill,
        )
    )
    calling.alarm(escalation, people, fact, _("Nobody could be paged."))


def _tell_exhausted(escalation: Escalation) -> None:
    people = calling.fallback(escalation.ticket)
    fact = tell(
        events.Exhausted(
            record=escalation.ticket_id,
            by=CLOCK,
            escalation=escalation.pk,
            rounds=escalation.round + 1,
            fallback=[person.pk for person in people],
            is_drill=escalation.ticket.is_drill,
        )
    )
    calling.alarm(escalation, people, fact, _("Everybody was paged and nobody answered."))

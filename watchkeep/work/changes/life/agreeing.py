"""Whether others agree: it is submitted, assessed, approved or turned down, and an approval falls with its words."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, live
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals import queries as asked
from watchkeep.work.approvals.models import State as Answer
from watchkeep.work.changes import events, queries
from watchkeep.work.changes.life import policies, scheduling
from watchkeep.work.changes.life.assessing import assess
from watchkeep.work.changes.life.steps import AGREED, hold, take
from watchkeep.work.changes.models import Change, Kind
from watchkeep.work.tickets.models import State

SUBJECT: Final = "change"
RULE = Actor.system("rule:approval", "Approval")


@transaction.atomic
def submit(change: Change, *, by: Actor) -> None:
    """It is planned so far that others can judge it. A standard change was approved with its model and is through."""
    hold(change)
    take(change, "submit", by=by, given=needs_of(change))
    _refuse_past(change)
    if change.kind == Kind.STANDARD and not (change.model and change.model.is_standard):
        raise Refused(_("Its model is no longer standard. Make it a normal one."), field="kind")
    tell(events.Submitted(record=change.pk, by=by))
    assess(change, by=by)
    if change.kind == Kind.STANDARD:
        _let_through(change, by=by, why="standard")
    live.changed("queue")


@transaction.atomic
def ask(change: Change, *, by: Actor) -> None:
    """Ask whoever must agree; where nobody must, nothing stands in its way."""
    hold(change)
    _refuse_past(change)
    assess(change, by=by)
    if policies.stages_for(change):
        take(change, "ask", by=by)
        ask_people(change, by=by)
    else:
        _let_through(change, by=by, why="no policy")
    live.changed("queue")


def ask_people(change: Change, *, by: Actor) -> None:
    """Ask whoever must agree by the policies of today, inside a verb: whoever planned it is barred."""
    made = approvals.ask(
        change.ticket, by=by, stages=policies.stages_for(change), title=change.ticket.title,
        what=queries.lines_of(change), requester=change.ticket.requester, subject=SUBJECT,
        also_barred=change.parties,
        needed_by=_needed_by(change),
    )  # fmt: skip
    tell(events.ApprovalAsked(record=change.pk, by=by, approval=made.pk))


def _refuse_past(change: Change) -> None:
    """Nobody is asked about what cannot begin any more."""
    if change.ends_at and change.ends_at <= clock.now():
        raise Refused(_("That time has passed. Give it another."), field="ends_at", code="too_late")


def _needed_by(change: Change) -> datetime | None:
    """Until when an answer is of use: its start, or while that may still be held its end. None for an emergency."""
    ahead = [at for at in (change.starts_at, change.ends_at) if at and at > clock.now()]
    return ahead[0] if ahead and change.state in AGREED else None


@transaction.atomic
def clear(change: Change, *, by: Actor | str) -> None:
    """Everybody agreed. What was begun as an emergency is in order now; anything else has its time from here on."""
    if change.state == State.WAITING:
        _let_through(change, by=by, why="approved")
    elif change.state in AGREED:
        tell(events.Approved(record=change.pk, by=by, why="again"))
    else:
        Change.objects.filter(pk=change.pk).update(regularise_by=None)
        change.regularise_by = None
        tell(events.Approved(record=change.pk, by=by, why="after the fact"))


@transaction.atomic
def turn_down(change: Change, *, by: Actor | str, reason: str) -> None:
    """They did not agree, for a reason that whoever planned it reads. An emergency has happened all the same."""
    reason = reason[:1000]
    if change.state in AGREED:
        take(change, "turn_down", by=RULE, turned_down=reason)
        scheduling.give_time_back(change)
    else:
        Change.objects.filter(pk=change.pk).update(turned_down=reason, regularise_by=None)
        change.refresh_from_db(fields=["turned_down", "regularise_by"])
    tell(events.TurnedDown(record=change.pk, by=by, reason=reason[:300]))


@transaction.atomic
def go_unanswered(change: Change) -> None:
    """Nobody answered in time: it can be asked again. An emergency must be approved: they are asked at once."""
    if change.state in AGREED:
        take(change, "unsettle", by=RULE)
        scheduling.put_off(change)
        tell(events.Unanswered(record=change.pk, by=CLOCK))
    elif change.is_open and change.regularise_by is not None:
        ask_people(change, by=RULE)


@transaction.atomic
def lose_approver(change: Change, gone: Person) -> None:
    """Somebody who agreed has left before it began. Where their yes decided, whoever follows them is asked anew.

    Their answer stays on the record. The change keeps its time and does not begin before that answer: whoever stands
    for a change when it goes wrong must be here.
    """
    last = asked.latest(change.pk, SUBJECT)
    if change.state in AGREED and last is not None and approvals.reopen(last, gone):
        tell(events.ApproverLeft(record=change.pk, by=CLOCK, person=gone.pk))


def refuse_unapproved(change: Change) -> None:
    """Refuse to go on where the last approval waits again, or came to nothing."""
    last = asked.latest(change.pk, SUBJECT)
    if change.kind == Kind.NORMAL and last is not None and last.state != Answer.APPROVED:
        words = _("Its approval waits for an answer again: see who is asked.")
        raise Refused(words if last.is_pending else _("Its approval does not stand."), code="unapproved")


@transaction.atomic
def rework(change: Change, *, by: Actor, reason: str) -> None:
    """It must be planned otherwise: back to the draft, and no approval counts."""
    hold(change)
    reason = reason.strip()[:300]
    take(change, "rework", by=by, given={"reason": reason})
    _fall(change, by=by, reason=reason)
    scheduling.give_time_back(change)
    tell(events.Reworked(record=change.pk, by=by, reason=reason))
    live.changed("queue")


def look_again(change: Change, *, by: Actor) -> None:
    """What is planned has changed, inside a verb: it is assessed anew, and an approval of something else falls."""
    assess(change, by=by)
    if change.state == State.DRAFT:
        return
    last = asked.latest(change.pk, SUBJECT)
    is_other = last is not None and last.digest != approvals.digest_of(change.ticket.title, queries.lines_of(change))
    if change.state in AGREED and change.kind != Kind.STANDARD and (is_other or last is None):
        _fall(change, by=by, reason=_("What was to be approved has changed."))
        take(change, "unsettle", by=RULE)
        scheduling.put_off(change)
    elif change.state == State.SCHEDULED:
        scheduling.take_time(change)


def needs_of(change: Change) -> dict[str, object]:
    """What a step may need, as it stands."""
    ticket = change.ticket
    has_plan = any(one.part == "implement" for one in queries.plan_of(change))
    return {
        "purpose": ticket.description, "touches": change.touches.exists() or change.touches_items.exists() or None,
        "plan": has_plan or None, "owner": change.owner_id, "implementer": ticket.assignee_id,
        **{name: getattr(change, name) for name in ("reason", "test_plan", "back_out_plan", "starts_at", "ends_at")},
    }  # fmt: skip


def call_off(change: Change, *, by: Actor) -> None:
    """Nobody needs to agree any more, inside a verb that has locked the ticket."""
    last = asked.latest(change.pk, SUBJECT)
    if last is not None and last.is_pending:
        approvals.withdraw(last, by=by)


def _let_through(change: Change, *, by: Actor | str, why: str) -> None:
    """Nothing stands in its way: it has its time if that is still ahead and free."""
    take(change, "pass", by=RULE, turned_down="")
    tell(events.Approved(record=change.pk, by=by, why=why))
    if change.ends_at and change.ends_at > clock.now():
        scheduling.schedule_if_free(change, by=RULE)


def _fall(change: Change, *, by: Actor, reason: str) -> None:
    last = asked.latest(change.pk, SUBJECT)
    if last is not None and last.state in {Answer.PENDING, Answer.APPROVED}:
        approvals.fall(last, by=by, reason=reason)

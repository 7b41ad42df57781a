"""A board decides together: the answers of those who are there are written down, and those absent are not asked.

What was written down is told to every member; nobody's answer is written down on what they gain by.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.approvals import events, rules
from watchkeep.work.approvals.life.answering import conclude
from watchkeep.work.approvals.life.steps import hold
from watchkeep.work.approvals.models import Approval, Ballot, Board
from watchkeep.work.approvals.permissions import P


@transaction.atomic
def decide_together(
    approval: Approval, board: Board, *, by: Actor, votes: Mapping[int, bool], reason: str = "", seen: str = ""
) -> Approval:
    """Write down how those who are there (by the person's id) answered. The chair does, or whoever may manage.

    Refused without the board's quorum, for somebody who was not asked, and where a no has no reason.
    """
    if by.person != board.chair_id:
        by.need(P.MANAGE, _("write down what a board decides"))
    approval = hold(approval.pk)
    if rules.is_barred(by.person, approval.parties):
        raise NotAllowed(_("Nobody decides on what they asked for themselves."), permission=P.ANSWER)
    if not approval.is_pending:
        raise Refused(_("This has been decided already."), code="wrong_state")
    if seen and seen != approval.digest:
        raise Refused(_("What you read has changed since. Read it again."), code="stale")
    reason = reason.replace("\x00", "").strip()[:1000]
    if not all(votes.values()) and not reason:
        raise Refused(_("Say why: the requester reads it."), field="reason", code="missing")
    if len(votes) < board.quorum:
        words = _("%(there)s of %(needed)s are there: the board cannot decide.")
        raise Refused(words % {"there": len(votes), "needed": board.quorum}, field="votes", code="no_quorum")
    _record(approval, board, votes, reason, by=by)
    conclude(approval, by=by)
    return approval


def _record(approval: Approval, board: Board, votes: Mapping[int, bool], reason: str, *, by: Actor) -> None:
    """Each answer on its ballot, each told; the members who are not there are asked no more."""
    seats = set(board.places.values_list("person", flat=True))
    waiting = {one.person_id: one for one in approval.ballots.filter(stage=approval.stage, answer=None, is_void=False)}
    if strangers := set(votes) - (seats & waiting.keys()):
        name = Person.objects.filter(pk=min(strangers)).values_list("name", flat=True).first() or ""
        raise Refused(_("%(name)s is not asked here.") % {"name": name}, field="votes", code="not_asked")
    for person, agreed in votes.items():
        ballot = waiting[person]
        Ballot.objects.filter(pk=ballot.pk).update(
            answer=agreed, answered_by=person, answered_at=clock.now(), reason="" if agreed else reason,
            recorded_by=by.person,
        )  # fmt: skip
        tell(events.Answered(
            record=approval.ticket_id, by=by, approval=approval.pk, ballot=ballot.pk, agreed=agreed, person=person,
            instead_of=None, reason="" if agreed else reason[:300],
        ))  # fmt: skip
    absent = [one.pk for person, one in waiting.items() if person in seats and person not in votes]
    Ballot.objects.filter(pk__in=absent).update(is_void=True)

"""Meetings of a board: called with an agenda that makes itself, walked through, closed for good."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.lifecycle import Lifecycle, Step
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals import queries as asked
from watchkeep.work.approvals.models import Board
from watchkeep.work.approvals.models import State as Answer
from watchkeep.work.changes import events, queries
from watchkeep.work.changes.life.agreeing import SUBJECT
from watchkeep.work.changes.models import AgendaItem, Decision, Meeting, MeetingState, Why
from watchkeep.work.changes.permissions import P
from watchkeep.work.tickets.models import Ticket

AHEAD: Final = timedelta(days=1)
"""How long before its time a meeting is called, so that its members can read."""
LONGEST: Final = 20_000
OPEN, CLOSED = MeetingState.OPEN, MeetingState.CLOSED

MEETING = Lifecycle(
    Step("gather", (OPEN,), None, may=P.SEE, label=gettext_lazy("Take in what is new")),
    Step("note_present", (OPEN,), None, may=P.SEE, label=gettext_lazy("Who is there")),
    Step("decide", (OPEN,), None, may=P.SEE, label=gettext_lazy("Decide")),
    Step("close", (OPEN,), CLOSED, may=P.SEE, label=gettext_lazy("Close the meeting")),
)
"""The chair of the board takes these steps, and whoever may manage changes."""


@transaction.atomic
def call(board: Board, *, by: Actor, at: datetime | None = None) -> Meeting:
    """Call a meeting: its agenda is what is due now. Refused while another of the board is open."""
    _need(board, by)
    if not board.is_active:
        raise Refused(_("This board decides no more."), code="wrong_state")
    list(Board.objects.select_for_update().filter(pk=board.pk).values_list("pk"))
    if Meeting.objects.filter(board=board, state=OPEN).exists():
        raise Refused(_("A meeting of this board is open. Close it first."), code="open")
    meeting = Meeting.objects.create(board=board, at=at or clock.now())
    count = _take_in(meeting)
    tell(events.MeetingCalled(record=meeting.pk, by=by, board=board.pk, at=meeting.at, changes=count))
    return meeting


@transaction.atomic
def call_due(board: Board) -> None:
    """Its next meeting is near: called once, however long nobody looked. One that is open takes in what is new."""
    board = Board.objects.select_for_update().get(pk=board.pk)
    if board.meets_at is None or board.meets_at > clock.now() + AHEAD:
        return
    standing = Meeting.objects.filter(board=board, state=OPEN).first()
    if standing:
        _take_in(standing)
    else:
        call(board, by=CLOCK, at=board.meets_at)
    approvals.pass_meeting(board)


@transaction.atomic
def gather(meeting: Meeting, *, by: Actor) -> int:
    """Put what is new on the agenda; return how many."""
    _take(meeting, "gather", by)
    return _take_in(meeting)


@transaction.atomic
def note_present(meeting: Meeting, *, by: Actor, people: Iterable[Person]) -> None:
    """Say who is there: members of the board alone."""
    _take(meeting, "note_present", by)
    there = list(people)
    seats = set(meeting.board.places.values_list("person", flat=True))
    if strangers := [one.name for one in there if one.pk not in seats]:
        raise Refused(_("%(name)s is not on this board.") % {"name": strangers[0]}, field="people")
    meeting.present.set(there)


@transaction.atomic
def decide(
    item: AgendaItem, *, by: Actor, decision: str, words: str = "", against: Iterable[Person] = (), seen: str = ""
) -> None:
    """Say what the board came to. Those who are there agree, but for those ``against``; a no and a delay need words.

    Both write down an answer of everybody who is there: nobody named as ``against`` means that all were of one mind.
    Refused where the votes come to something else.
    """
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    _take(meeting, "decide", by)
    item.refresh_from_db()
    words = words.replace("\x00", "").strip()[:LONGEST]
    _refuse_unfit(item, decision, words)
    votes: dict[int, bool] = {}
    if decision in {Decision.APPROVED, Decision.TURNED_DOWN}:
        votes = _votes(meeting, item, decision, {one.pk for one in against})
        _vote(item, meeting.board, decision, by=by, votes=votes, words=words, seen=seen)
    item.decision, item.words, item.risk = decision, words, item.change.risk
    item.votes_for, item.votes_against = list(votes.values()).count(True), list(votes.values()).count(False)
    item.decided_at, item.decided_by_id = clock.now(), by.person
    item.save()
    tell(events.BoardDecided(
        record=item.change_id, by=by, meeting=meeting.pk, board=meeting.board.name, decision=decision,
        votes_for=item.votes_for, votes_against=item.votes_against,
    ))  # fmt: skip


@transaction.atomic
def close_meeting(meeting: Meeting, *, by: Actor, minutes: str = "") -> None:
    """Close it for good: what was not decided is put off to the next, and the minutes go to every member."""
    _need(meeting.board, by)
    now, minutes = clock.now(), minutes.replace("\x00", "").strip()[:LONGEST]
    MEETING.move(meeting, "close", by=CLOCK, closed_at=now, closed_by_id=by.person, minutes=minutes)
    left = meeting.agenda.filter(decision="")
    left.filter(why=Why.WAITING).update(decision=Decision.PUT_OFF, decided_at=now)
    left.update(decision=Decision.NOTED, decided_at=now)
    tell(events.MeetingClosed(record=meeting.pk, by=by, board=meeting.board_id))


def leads(board: Board, actor: Actor) -> bool:
    """Whether this actor leads the meetings of a board: its chair does, and whoever may manage changes."""
    return actor.may(P.MANAGE) or (actor.person is not None and actor.person == board.chair_id)


def _take_in(meeting: Meeting) -> int:
    """Put what is due on the agenda, each once."""
    known = set(meeting.agenda.values_list("change", flat=True))
    new = [(change, why) for change, why in queries.due_for(meeting.board) if change.pk not in known]
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    AgendaItem.objects.bulk_create([
        AgendaItem(meeting=meeting, position=last + place, change=change, why=why, risk=change.risk)
        for place, (change, why) in enumerate(new, 1)
    ])  # fmt: skip
    return len(new)


def _refuse_unfit(item: AgendaItem, decision: str, words: str) -> None:
    if item.decision in {Decision.APPROVED, Decision.TURNED_DOWN}:
        raise Refused(_("This has been decided already."), code="wrong_state")
    if decision not in Decision.values:
        raise Refused(_("There is no such decision."), field="decision", code="unknown")
    if decision == Decision.NOTED and item.why == Why.WAITING and _waits(item):
        raise Refused(_("It waits for the board: approve it, turn it down, or put it off."), field="decision")
    if decision != Decision.APPROVED and not words:
        raise Refused(_("Say why."), field="words", code="missing")


def _waits(item: AgendaItem) -> bool:
    last = asked.latest(item.change_id, SUBJECT)
    return last is not None and last.is_pending and queries.asks(last, item.meeting.board)


def _votes(meeting: Meeting, item: AgendaItem, decision: str, against: set[int]) -> dict[int, bool]:
    """How each who is there answers; whoever gains by it has no answer."""
    there = set(meeting.present.values_list("pk", flat=True)) - item.change.parties
    if decision == Decision.TURNED_DOWN and not against:
        return dict.fromkeys(there, False)
    return {person: person not in against for person in there}


def _vote(  # what is decided has this many parts
    item: AgendaItem, board: Board, decision: str, *, by: Actor, votes: Mapping[int, bool], words: str, seen: str
) -> None:
    """Write the answers down, and see that they come to what is said."""
    ticket = Ticket.objects.select_for_update().get(pk=item.change_id)
    last = asked.latest(ticket.pk, SUBJECT)
    if last is None or not last.is_pending or not queries.asks(last, board):
        raise Refused(_("It does not wait for this board any more."), field="decision", code="wrong_state")
    made = approvals.decide_together(last, board, by=by, votes=votes, reason=words, seen=seen)
    came_to = Decision.TURNED_DOWN if made.state == Answer.REFUSED else Decision.APPROVED
    if came_to != decision:
        raise Refused(_("With these votes it comes to: %(what)s") % {"what": came_to.label}, field="decision")


def _take(meeting: Meeting, verb: str, by: Actor) -> None:
    _need(meeting.board, by)
    MEETING.move(meeting, verb, by=CLOCK, board_id=meeting.board_id)  # it writes something, so that closed ones refuse


def _need(board: Board, by: Actor) -> None:
    if not leads(board, by):
        by.need(P.MANAGE, _("lead the meetings of a board"))

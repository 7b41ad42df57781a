"""Boards that decide on changes together, and their meetings."""

from datetime import datetime, time
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Named, Paging, Record, Ref, Whole, Zone
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Board
from watchkeep.work.approvals.permissions import P as Approvals
from watchkeep.work.changes import life
from watchkeep.work.changes.models import AgendaItem, Meeting
from watchkeep.work.changes.permissions import P

router = Resource("Boards")
of_meetings = Resource("Boards")
People = Annotated[list[Id], Field(max_length=100)]
Hour = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["14:00"])]
Words = Annotated[str, Field(max_length=20_000)]
Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"\S")]


class BoardOut(Record):
    """People who decide together, and when they meet."""

    id: int
    name: str
    about: str
    chair: Named | None
    members: list[Named]
    services: list[Named]
    """What happened on these alone is on its agenda; none means everything."""
    quorum: int
    weekday: int | None
    """0 is Monday; null is when somebody calls it."""
    at_time: str
    time_zone: str
    every_weeks: int
    meets_at: datetime | None
    is_active: bool

    @classmethod
    def of(cls, row: Board) -> "BoardOut":
        """Show a board whose people are loaded."""
        told = ("name", "about", "quorum", "weekday", "time_zone", "every_weeks", "meets_at", "is_active")
        return cls(
            id=row.pk, chair=Named.of(row.chair), at_time=f"{row.at_time:%H:%M}",
            members=[Named(id=one.person_id, name=one.person.name) for one in row.places.all()],
            services=[Named(id=one.pk, name=one.name) for one in row.services.all()],
            **{name: getattr(row, name) for name in told},
        )  # fmt: skip

    def href(self) -> str:
        """Where the board is found."""
        return f"/api/v1/boards/{self.id}"


class BoardKnown(Change):
    """What is known of a board. What is left out stays."""

    about: Annotated[str, Field(max_length=4000)] = ""
    chair: Ref | None = None
    members: People = []
    services: Annotated[list[Id], Field(max_length=200)] = []
    quorum: Annotated[Whole, Field(ge=1, le=100)] = 2
    weekday: Annotated[Whole, Field(ge=0, le=6)] | None = None
    at_time: Hour = "14:00"
    time_zone: Zone = "UTC"
    every_weeks: Annotated[Whole, Field(ge=1, le=52)] = 1
    is_active: Flag = True


class BoardNew(BoardKnown):
    """A board to set up."""

    name: Name


class BoardEdit(BoardKnown):
    """What changes about a board."""

    name: Name = ""


class AgendaItemOut(Record):
    """One change on an agenda, and what the board came to."""

    position: int
    change: str
    title: str
    why: str
    risk: int | None
    decision: str
    words: str
    votes_for: int
    votes_against: int

    @classmethod
    def of(cls, row: AgendaItem) -> "AgendaItemOut":
        """Show an item whose change is loaded."""
        told = cls.model_fields.keys() - {"change", "title"}
        values = {name: getattr(row, name) for name in told}
        return cls(change=row.change.number, title=row.change.ticket.title, **values)


class MeetingOut(Record):
    """One meeting. Once it is closed nothing of it changes."""

    id: int
    board: Named
    at: datetime
    state: Literal["open", "closed"]
    present: list[Named]
    agenda: list[AgendaItemOut]
    minutes: str
    closed_at: datetime | None

    @classmethod
    def of(cls, row: Meeting) -> "MeetingOut":
        """Show a meeting, found with `_meetings`."""
        return cls(
            id=row.pk, board=Named(id=row.board_id, name=row.board.name), at=row.at, state=row.state,  # type: ignore[arg-type]  # checked by the row
            present=[Named(id=one.pk, name=one.name) for one in row.present.all()],
            agenda=[AgendaItemOut.of(one) for one in row.agenda.all()], minutes=row.minutes, closed_at=row.closed_at,
        )  # fmt: skip

    def href(self) -> str:
        """Where the meeting is found."""
        return f"/api/v1/board-meetings/{self.id}"


class Attendance(Change):
    """Who is there: members of the board."""

    present: People = []


class BoardDecision(Change):
    """What the board came to. Those who are there agree, but for those `against`."""

    position: Annotated[Whole, Field(ge=1, le=1000)] = 1
    decision: Literal["approved", "turned_down", "put_off", "noted"]
    words: Annotated[str, Field(max_length=20_000, examples=["It can wait for the next one"])]
    against: People = []
    seen: Annotated[str, Field(max_length=64)] = ""
    """The `seen` of the approval that was read; an empty one asks nothing."""


class LastWords(Change):
    """What was said besides."""

    minutes: Words = ""


@router.list("", BoardOut)
def list_boards(request: Call, paging: Query[Paging]) -> Listing[BoardOut]:
    """Boards, by name; a member sees their own."""
    return answers.listed(request, _boards(request), BoardOut.of, paging, order=("name", "id"))


@router.create("", BoardOut, may=Approvals.MANAGE)
def add_board(request: Call, body: BoardNew) -> BoardOut:
    """Set up a board."""
    return _shown(request, approvals.set_up_board(by=request.auth, **_known(request, body)))


@router.read("/{int:board}", BoardOut)
def get_board(request: Call, board: Id) -> BoardOut:
    """One board."""
    return BoardOut.of(finding.one(request, _boards(request), board))


@router.edit("/{int:board}", BoardOut, may=Approvals.MANAGE)
def edit_board(request: Call, board: Id, body: BoardEdit) -> BoardOut:
    """Edit a board. Who is on it counts for whoever is asked from now on."""
    row = finding.one(request, _boards(request), board)
    answers.seen(request, BoardOut.of(row))
    approvals.edit_board(row, by=request.auth, **_known(request, body))
    return _shown(request, row)


@router.verb("/{int:board}/call", MeetingOut, may=P.MANAGE)
def call_board(request: Call, board: Id) -> MeetingOut:
    """Call a meeting now; its agenda is what is due. For its chair, or with `change.manage`."""
    row = finding.one(request, _boards(request), board)
    return _met(request, life.call(row, by=request.auth))


@of_meetings.list("", MeetingOut)
def list_board_meetings(request: Call, paging: Query[Paging]) -> Listing[MeetingOut]:
    """Meetings, the newest first."""
    return answers.listed(request, _meetings(request), MeetingOut.of, paging)


@of_meetings.read("/{int:board_meeting}", MeetingOut)
def get_board_meeting(request: Call, board_meeting: Id) -> MeetingOut:
    """One meeting with its agenda."""
    return MeetingOut.of(finding.one(request, _meetings(request), board_meeting))


@of_meetings.verb("/{int:board_meeting}/gather", MeetingOut, may=P.MANAGE)
def gather_board_meeting(request: Call, board_meeting: Id) -> MeetingOut:
    """Put what is new on the agenda."""
    row = finding.one(request, _meetings(request), board_meeting)
    life.gather(row, by=request.auth)
    return _met(request, row)


@of_meetings.verb("/{int:board_meeting}/present", MeetingOut, may=P.MANAGE)
def note_board_present(request: Call, board_meeting: Id, body: Attendance) -> MeetingOut:
    """Say who is there."""
    row = finding.one(request, _meetings(request), board_meeting)
    life.note_present(row, by=request.auth, people=_people(request, body.present, "present"))
    return _met(request, row)


@of_meetings.verb("/{int:board_meeting}/decide", MeetingOut, may=P.MANAGE)
def decide_at_board_meeting(request: Call, board_meeting: Id, body: BoardDecision) -> MeetingOut:
    """Say what the board came to on one change: the answers of those who are there stand on its approval."""
    row = finding.one(request, _meetings(request), board_meeting)
    item = answers.referred(row.agenda.select_related("meeting__board"), _place(row, body.position), "position")
    against = _people(request, body.against, "against")
    life.decide(item, by=request.auth, decision=body.decision, words=body.words, against=against, seen=body.seen)
    return _met(request, row)


@of_meetings.verb("/{int:board_meeting}/close", MeetingOut, may=P.MANAGE)
def close_board_meeting(request: Call, board_meeting: Id, body: LastWords) -> MeetingOut:
    """Close it for good; the minutes go to every member."""
    row = finding.one(request, _meetings(request), board_meeting)
    life.close_meeting(row, by=request.auth, minutes=body.minutes)
    return _met(request, row)


def _boards(request: Call) -> QuerySet[Board]:
    return Board.objects.visible_to(request.auth).select_related("chair").prefetch_related("places__person", "services")


def _meetings(request: Call) -> QuerySet[Meeting]:
    rows = Meeting.objects.visible_to(request.auth).select_related("board")
    return rows.prefetch_related("present", "agenda__change__ticket")


def _shown(request: Call, row: Board) -> BoardOut:
    return BoardOut.of(_boards(request).get(pk=row.pk))


def _met(request: Call, row: Meeting) -> MeetingOut:
    return MeetingOut.of(_meetings(request).get(pk=row.pk))


def _place(row: Meeting, position: int) -> int:
    """The id of what stands at that place; 0 where nothing does."""
    return row.agenda.filter(position=position).values_list("pk", flat=True).first() or 0


def _people(request: Call, ids: list[int], field: str) -> list[Person]:
    rows = Person.objects.visible_to(request.auth)
    return [answers.referred(rows, pk, field) for pk in ids]


def _known(request: Call, body: BoardKnown) -> dict[str, Any]:
    given = body.given()
    if "chair" in given:
        given["chair"] = answers.refer(Person.objects.visible_to(request.auth), body.chair, "chair")
    if "members" in given:
        given["members"] = _people(request, body.members, "members")
    if "services" in given:
        rows = Service.objects.visible_to(request.auth)
        given["services"] = [answers.referred(rows, pk, "services") for pk in body.services]
    if "at_time" in given:
        given["at_time"] = time.fromisoformat(body.at_time)
    return given

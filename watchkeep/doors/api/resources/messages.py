"""Communication: audiences, the texts of messages, and messages from the draft to the log of who was told."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.incidents import finding as incidents
from watchkeep.doors.api.shapes import (
    Change,
    Flag,
    Id,
    Line,
    Listing,
    Moment,
    Name,
    Named,
    Paging,
    Record,
    Ref,
    Whole,
    Zone,
    among,
)
from watchkeep.duty.communications import life, queries
from watchkeep.duty.communications.models import Audience, Kind, Language, Message, Phase, State
from watchkeep.duty.communications.permissions import P
from watchkeep.estate.people.models import Team

router = Resource("Communication")
KindName = Annotated[Kind, among(Kind)]
PhaseName = Annotated[Phase, among(Phase)]
StateName = Annotated[State, among(State)]
LanguageName = Annotated[Language, among(Language)]
Minutes = Annotated[Whole, Field(ge=1, le=10_080)]
Addresses = Annotated[list[Annotated[str, Field(min_length=3, max_length=254)]], Field(max_length=500)]
Languages = Annotated[list[LanguageName], Field(min_length=1, max_length=2)]
UpTo = Annotated[Whole, Field(ge=0, le=4)]
Prose = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


class AudienceOut(Record):
    """People who are told together. `from_severity` 0: only when somebody writes to them."""

    id: int
    name: str
    kind: KindName
    is_outside: bool
    team: Named | None
    addresses: list[str]
    languages: list[LanguageName]
    time_zone: str
    from_severity: int
    first_minutes: int | None
    every_minutes: int | None
    is_active: bool

    @classmethod
    def of(cls, row: Audience) -> "AudienceOut":
        """Show an audience whose team is loaded."""
        own = {name: getattr(row, name) for name in cls.model_fields if name not in {"id", "team", "kind", "languages"}}
        languages = [Language(one) for one in row.languages]
        return cls(id=row.pk, team=Named.of(row.team), kind=Kind(row.kind), languages=languages, **own)

    def href(self) -> str:
        """Where the audience is found."""
        return f"/api/v1/audiences/{self.id}"


class AudienceNew(Change):
    """Who is told together. A team is for the kinds `team` and `managers`, addresses are for a `list`."""

    name: Name
    kind: KindName
    team: Ref | None = None
    addresses: Addresses = []
    is_outside: Flag = False
    languages: Languages = [Language.EN]
    time_zone: Zone = "UTC"
    from_severity: UpTo = 2
    first_minutes: Minutes | None = None
    every_minutes: Minutes | None = None


class AudienceEdit(Change):
    """What changes about it."""

    name: Name = ""
    team: Ref | None = None
    addresses: Addresses = []
    languages: Languages = [Language.EN]
    time_zone: Zone = "UTC"
    from_severity: UpTo = 2
    first_minutes: Minutes | None = None
    every_minutes: Minutes | None = None
    is_active: Flag = True


class MessageOut(Record):
    """Words for one audience about one incident. `people`: how many were told."""

    id: int
    incident: str
    audience: Named | None
    phase: PhaseName
    state: StateName
    is_outside: bool
    subject: str
    body: str
    author: Named | None
    approver: Named | None
    corrects: int | None
    created_at: datetime
    sent_at: datetime | None
    people: int
    out_of_reach: list[str]
    """Those to whom no way led when it was sent."""

    @classmethod
    def of(cls, row: Message) -> "MessageOut":
        """Show a message with its people, audience and ticket loaded."""
        names = ("is_outside", "subject", "body", "created_at", "sent_at", "people")
        return cls(
            id=row.pk,
            incident=row.ticket.number,
            audience=Named.of(row.audience),
            phase=Phase(row.phase),
            state=State(row.state),
            author=Named.of(row.author),
            approver=Named.of(row.approver),
            corrects=row.corrects_id,
            out_of_reach=row.told.get("out_of_reach", []),
            **{name: getattr(row, name) for name in names},
        )

    def href(self) -> str:
        """Where the message is found."""
        return f"/api/v1/messages/{self.id}"


class MessageNew(Change):
    """To whom, about what, at which moment. The words come from the template that fits."""

    incident: Annotated[str, Field(min_length=1, max_length=20, examples=["INC-1042"])]
    audience: Ref
    phase: PhaseName


class MessageEdit(Change):
    """The words in your own."""

    subject: Line = ""
    body: Prose = ""


class Promise(Change):
    """When they hear more, if other than usual."""

    next_at: Moment | None = None


class BecauseOf(Change):
    """Why."""

    reason: Line


class MessageFilters(BaseModel):
    """Which messages."""

    incident: str | None = None
    audience: Id | None = None
    state: StateName | None = None


@router.list("/audiences", AudienceOut, may=P.SEE)
def list_audiences(request: Call, paging: Query[Paging]) -> Listing[AudienceOut]:
    """Audiences, from A to Z."""
    return answers.listed(request, queries.audiences(request.auth), AudienceOut.of, paging, order=("name", "id"))


@router.create("/audiences", AudienceOut, may=P.CONFIGURE)
def add_audience(request: Call, body: AudienceNew) -> AudienceOut:
    """Make an audience."""
    given = _with_team(request, body)
    return AudienceOut.of(life.save_audience(by=request.auth, **given))


@router.read("/audiences/{int:audience}", AudienceOut)
def get_audience(request: Call, audience: Id) -> AudienceOut:
    """One audience."""
    return AudienceOut.of(finding.one(request, queries.audiences(request.auth), audience))


@router.edit("/audiences/{int:audience}", AudienceOut, may=P.CONFIGURE)
def edit_audience(request: Call, audience: Id, body: AudienceEdit) -> AudienceOut:
    """Change an audience."""
    row = finding.one(request, queries.audiences(request.auth), audience)
    answers.seen(request, AudienceOut.of(row))
    return AudienceOut.of(life.save_audience(row, by=request.auth, **_with_team(request, body)))


@router.list("/messages", MessageOut, may=P.SEE)
def list_messages(request: Call, filters: Query[MessageFilters], paging: Query[Paging]) -> Listing[MessageOut]:
    """Messages and drafts, the newest first."""
    asked = filters.model_dump(exclude_none=True)
    rows = queries.messages(request.auth, ticket=asked.pop("incident", ""), **asked)
    return answers.listed(request, rows, MessageOut.of, paging)


@router.create("/messages", MessageOut, may=P.SEND)
def write_message(request: Call, body: MessageNew) -> MessageOut:
    """Begin words for an audience, from the template of a moment. They are sent by another call."""
    incident = incidents.other(request, body.incident, "incident")
    audience = answers.referred(queries.audiences(request.auth), body.audience, "audience")
    made = life.draft_by_hand(incident, audience, by=request.auth, phase=body.phase)
    return get_message(request, made.pk)


@router.read("/messages/{int:message}", MessageOut)
def get_message(request: Call, message: Id) -> MessageOut:
    """One message."""
    return MessageOut.of(_found(request, message))


@router.edit("/messages/{int:message}", MessageOut, may=P.SEND)
def edit_message(request: Call, message: Id, body: MessageEdit) -> MessageOut:
    """Put a draft in your own words."""
    row = _found(request, message)
    answers.seen(request, MessageOut.of(row))
    words = {"subject": row.subject, "body": row.body} | body.given()
    life.edit(row, by=request.auth, **words)
    return get_message(request, message)


@router.verb("/messages/{int:message}/send", MessageOut, may=P.SEND)
def send_message(request: Call, message: Id, body: Promise) -> MessageOut:
    """Tell an audience inside the house."""
    life.send(_found(request, message), by=request.auth, next_at=body.next_at)
    return get_message(request, message)


@router.verb("/messages/{int:message}/submit", MessageOut, may=P.SEND)
def submit_message(request: Call, message: Id) -> MessageOut:
    """Ask somebody to approve words for the outside."""
    life.submit(_found(request, message), by=request.auth)
    return get_message(request, message)


@router.verb("/messages/{int:message}/approve", MessageOut, may=P.APPROVE)
def approve_message(request: Call, message: Id, body: Promise) -> MessageOut:
    """Let words go outside: sent at once. Not by their author, unless nobody else could approve them."""
    life.approve(_found(request, message), by=request.auth, next_at=body.next_at)
    return get_message(request, message)


@router.verb("/messages/{int:message}/withdraw", MessageOut, may=P.SEND)
def withdraw_message(request: Call, message: Id, body: BecauseOf) -> MessageOut:
    """Take a message back: what has not gone out stays here."""
    life.withdraw(_found(request, message), by=request.auth, reason=body.reason)
    return get_message(request, message)


@router.verb("/messages/{int:message}/discard", MessageOut, may=P.SEND)
def discard_message(request: Call, message: Id) -> MessageOut:
    """Throw a draft away."""
    life.discard(_found(request, message), by=request.auth)
    return get_message(request, message)


def _found(request: Call, message: int) -> Message:
    return finding.one(request, queries.messages(request.auth), message)


def _with_team(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if given.get("team") is not None:
        given["team"] = answers.referred(Team.objects.visible_to(request.auth), given["team"], "team")
    return given

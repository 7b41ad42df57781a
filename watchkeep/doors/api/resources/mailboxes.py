"""Mailboxes: where people write to, and how their mail gets here. Secrets are entered and never shown."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field, StringConstraints

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Name, Named, Paging, Record, Ref, Whole, Words, among
from watchkeep.estate.people.models import Organisation
from watchkeep.estate.services.models import Service
from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.models import Mailbox, Proving, Strangers, Way
from watchkeep.work.correspondence.permissions import P

router = Resource("Mailboxes")
WayName = Annotated[Way, among(Way)]
StrangersName = Annotated[Strangers, among(Strangers)]
ProvingName = Annotated[Proving, among(Proving)]
MailAddress = Annotated[str, StringConstraints(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
Setting = Annotated[str, Field(max_length=5_000)] | Annotated[Whole, Field(ge=0, le=65_535)]
Settings = Annotated[dict[str, Setting], Field(max_length=20)]
Limit = Annotated[Whole, Field(ge=1, le=10_000)]
_PLAIN = (
    "name", "address", "is_active", "is_default", "strangers", "proving", "trusted_server", "takes_lists", "takes_plus",
    "answers", "most_an_hour", "copies_follow", "keep_days", "received_at", "answered_at", "failing_since", "trouble",
)  # fmt: skip


class MailboxOut(Record):
    """One address that people write to."""

    id: int
    name: str
    address: str
    way: WayName
    settings: dict[str, Any]
    """How it is fetched, without secrets."""
    is_active: bool
    is_default: bool
    """Whether answers to what did not come by mail go here."""
    service: Named | None
    strangers: StrangersName
    guests: Named | None
    """To which organisation contacts belong whose domain is unknown."""
    proving: ProvingName
    trusted_server: str
    """The mail server whose Authentication-Results are believed."""
    takes_lists: bool
    takes_plus: bool
    answers: bool
    """Whether new requests are confirmed by mail."""
    most_an_hour: int
    """Mails of one sender that come in within an hour."""
    copies_follow: bool
    """Whether known colleagues in copy follow along, when it is proven who wrote."""
    keep_days: int | None
    """After so many days sources are erased; null: they are kept."""
    received_at: datetime | None
    answered_at: datetime | None
    """When its server last let us in."""
    failing_since: datetime | None
    trouble: str
    """What went wrong last, in words."""

    @classmethod
    def of(cls, mailbox: Mailbox) -> "MailboxOut":
        """Show a mailbox whose service and organisation are loaded."""
        kept: dict[str, Any] = {name: getattr(mailbox, name) for name in _PLAIN}
        kept |= {"service": Named.of(mailbox.service), "guests": Named.of(mailbox.guests)}
        return cls(id=mailbox.pk, way=Way(mailbox.way), settings=mailbox.settings, **kept)


class _Treatment(Change):
    """How mail is treated; what is left out stays or takes its default."""

    is_default: Flag = False
    service: Ref | None = None
    strangers: StrangersName = Strangers.CONTACT
    guests: Ref | None = Field(None, description="The id of an organisation.")
    proving: ProvingName = Proving.NOT_FAILED
    trusted_server: Words = ""
    takes_lists: Flag = False
    takes_plus: Flag = True
    answers: Flag = True
    most_an_hour: Limit = 30
    copies_follow: Flag = False
    keep_days: Annotated[Whole, Field(ge=1, le=3650)] | None = None


class MailboxNew(_Treatment):
    """An address that people can write to from now on."""

    name: Name = Field(examples=["Service desk"])
    address: MailAddress = Field(examples=["support@example.org"])
    way: Literal["handed", "imap"]
    settings: Settings = Field({}, examples=[{"host": "imap.example.org", "user": "support", "password": "secret"}])
    """For IMAP: host, port, security, login, user, password; or client_id, client_secret, tenant and refresh_token;
    folder, after, done_folder. Secrets are kept encrypted and never shown again."""


class MailboxEdit(_Treatment):
    """What changes about it. Secrets that are left out stay, unless it lies elsewhere then."""

    name: Name = ""
    address: MailAddress = ""
    settings: Settings | None = None


@router.list("", MailboxOut, may=P.SEE)
def list_mailboxes(request: Call, paging: Query[Paging]) -> Listing[MailboxOut]:
    """Mailboxes, from A to Z."""
    return answers.listed(request, queries.mailboxes(request.auth), MailboxOut.of, paging, order=("name", "id"))


@router.create("", MailboxOut, may=P.CONFIGURE)
def add_mailbox(request: Call, body: MailboxNew) -> MailboxOut:
    """Let people write to another address."""
    told = {"name": body.name, "address": body.address} | _treatment(body, set(_Treatment.model_fields))
    return MailboxOut.of(life.add_mailbox(by=request.auth, way=body.way, given=body.settings, **told))


@router.read("/{int:mailbox}", MailboxOut)
def get_mailbox(request: Call, mailbox: Id) -> MailboxOut:
    """One mailbox."""
    return MailboxOut.of(finding.one(request, queries.mailboxes(request.auth), mailbox))


@router.edit("/{int:mailbox}", MailboxOut, may=P.CONFIGURE)
def change_mailbox(request: Call, mailbox: Id, body: MailboxEdit) -> MailboxOut:
    """Change where it lies or how its mail is treated."""
    row = finding.one(request, queries.mailboxes(request.auth), mailbox)
    answers.seen(request, MailboxOut.of(row))
    told = {name: getattr(body, name) for name in ("name", "address") if getattr(body, name)}
    told |= _treatment(body, body.model_fields_set & set(_Treatment.model_fields))
    given = None if body.settings is None else row.settings | body.settings
    life.change_mailbox(row, by=request.auth, given=given, **told)
    return MailboxOut.of(finding.one(request, queries.mailboxes(request.auth), mailbox))


@router.verb("/{int:mailbox}/pause", MailboxOut, may=P.CONFIGURE)
def pause_mailbox(request: Call, mailbox: Id) -> MailboxOut:
    """Let nothing more in."""
    row = finding.one(request, queries.mailboxes(request.auth), mailbox)
    life.pause_mailbox(row, by=request.auth)
    return MailboxOut.of(row)


@router.verb("/{int:mailbox}/resume", MailboxOut, may=P.CONFIGURE)
def resume_mailbox(request: Call, mailbox: Id) -> MailboxOut:
    """Let mail in again."""
    row = finding.one(request, queries.mailboxes(request.auth), mailbox)
    life.resume_mailbox(row, by=request.auth)
    return MailboxOut.of(row)


@router.verb("/{int:mailbox}/test", MailboxOut, may=P.CONFIGURE)
def test_mailbox(request: Call, mailbox: Id) -> MailboxOut:
    """See whether its server answers, and fetch what is there. `answered_at` or `trouble` say soon what came of it."""
    row = finding.one(request, queries.mailboxes(request.auth), mailbox)
    life.check_mailbox(row, by=request.auth)
    return MailboxOut.of(row)


def _treatment(body: _Treatment, names: set[str]) -> dict[str, Any]:
    """What was said, with records in place of their ids."""
    told = {name: getattr(body, name) for name in names}
    if "service" in told:
        told["service"] = answers.refer(Service.objects.all(), body.service, "service")
    if "guests" in told:
        told["guests"] = answers.refer(Organisation.objects.all(), body.guests, "guests")
    return told

"""Mail that came in: what it says, what became of it, and what a person decides about it."""

from datetime import datetime
from io import BytesIO
from typing import Annotated, Any

from django.http import FileResponse, Http404
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Id, Listing, Named, Paging, Record, among
from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.models import Mail, State
from watchkeep.work.correspondence.permissions import P

router = Resource("Mail")
OutcomeName = Annotated[State, among(State)]


class MailRow(Record):
    """One message."""

    id: int
    mailbox: Named | None
    sender: str
    sender_name: str
    subject: str
    received_at: datetime
    state: OutcomeName
    why: str
    """Why it became that, in words."""
    person: Named | None
    ticket: str | None
    verdict: str
    """Whether the sender is proven: pass, fail, unknown, or empty before it was read."""

    @classmethod
    def of(cls, mail: Mail) -> "MailRow":
        """Show a message whose mailbox, person and ticket are loaded."""
        return cls(**_shown(mail))


class LeftOut(Record):
    """A file that was not taken."""

    name: str
    why: str


class MailOut(MailRow):
    """One message with what it says."""

    message_id: str
    to: list[str]
    references: list[str]
    """The messages that it answers, the nearest first."""
    sent_at: datetime | None
    size: int
    envelope_from: str | None
    """The return path: empty when it wants no answer, null when nobody told us."""
    text: str
    quoted: str
    signature: str
    proof: str
    left_out: list[LeftOut]

    @classmethod
    def of(cls, mail: Mail) -> "MailOut":
        """Show a message."""
        names = ("message_id", "to", "references", "sent_at", "size", "envelope_from", "text", "quoted", "signature")
        more: dict[str, Any] = {name: getattr(mail, name) for name in (*names, "proof")}
        return cls(**_shown(mail), **more, left_out=[LeftOut(**one) for one in mail.left_out])


class MailFilters(BaseModel):
    """Which messages."""

    state: OutcomeName | None = None
    mailbox: Id | None = None
    sender: Annotated[str, Field(max_length=320)] | None = None
    ticket: Annotated[str, Field(max_length=20)] | None = Field(None, description="A number, such as REQ-1042.")


@router.list("", MailRow, may=P.SEE)
def list_mails(request: Call, filters: Query[MailFilters], paging: Query[Paging]) -> Listing[MailRow]:
    """What came in, the newest first."""
    rows = queries.log(request.auth, **filters.model_dump(exclude_none=True))
    return answers.listed(request, rows, MailRow.of, paging)


@router.read("/{int:mail}", MailOut)
def get_mail(request: Call, mail: Id) -> MailOut:
    """One message."""
    return MailOut.of(finding.one(request, queries.log(request.auth), mail))


@router.download("/{int:mail}/source")
def download_mail(request: Call, mail: Id) -> FileResponse:
    """Return the message byte for byte as it came, always as a download."""
    row = finding.one(request, queries.log(request.auth), mail)
    if row.erased_at:
        raise Http404
    source, name = BytesIO(bytes(row.source)), f"mail-{row.pk}.eml"
    return FileResponse(source, as_attachment=True, filename=name, content_type="application/octet-stream")


@router.verb("/{int:mail}/let-in", MailOut, may=P.JUDGE)
def let_mail_in(request: Call, mail: Id) -> MailOut:
    """Let it in after all, whatever was against it. A worker reads it anew."""
    row = finding.one(request, queries.log(request.auth), mail)
    life.let_in(row, by=request.auth)
    return MailOut.of(row)


@router.verb("/{int:mail}/discard", MailOut, may=P.JUDGE)
def discard_mail(request: Call, mail: Id) -> MailOut:
    """It is not wanted. It stays on record."""
    row = finding.one(request, queries.log(request.auth), mail)
    life.discard(row, by=request.auth)
    return MailOut.of(row)


def _shown(mail: Mail) -> dict[str, Any]:
    names = ("id", "sender", "sender_name", "subject", "received_at", "state", "why", "verdict")
    related = {"mailbox": Named.of(mail.mailbox), "person": Named.of(mail.person)}
    return {name: getattr(mail, name) for name in names} | related | {
        "ticket": mail.ticket.number if mail.ticket else None
    }  # fmt: skip

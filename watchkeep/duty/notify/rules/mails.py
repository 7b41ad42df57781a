"""A notification as an e-mail: headers that thread, that stop auto-replies, and that stay the same when resent."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from watchkeep.duty.notify.rules import words

POLICY = SMTP.clone(max_line_length=250)
"""How a mail is written out. Its ids are long, and some servers lose one that is broken off behind its name."""
BY_A_PERSON = {"Auto-Submitted": "", "X-Auto-Response-Suppress": ""}
"""Headers of a mail that carries what a person wrote to its reader: it is not automatic (RFC 3834)."""
IN_ANSWER = {"Auto-Submitted": "auto-replied"}
"""Headers of a mail that answers another by itself."""


@dataclass(frozen=True, kw_only=True)
class Thread:
    """How a mail joins others: the signed token of its ticket, what it refers to, and where answers go."""

    token: str
    references: tuple[str, ...] = ()
    reply_to: str = ""


def compose(  # noqa: PLR0913  # a mail has this many parts
    message: words.Message,
    *,
    to: str,
    sender: Address,
    mark: UUID,
    at: datetime,
    urgent: bool,
    thread: Thread | None = None,
) -> EmailMessage:
    """Build the mail. The same ``mark`` gives the same Message-ID, so that a mail sent twice is seen as one.

    Its lines are short and all of it is ASCII, so that no server on the way has to change what a signature (DKIM)
    covers.
    """
    mail = EmailMessage()
    mail["Message-ID"] = message_id(f"{mark}.{thread.token}" if thread else str(mark), sender.domain)
    mail["Date"] = format_datetime(at)
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = words.one_line(message.subject, 200)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if thread:
        _join(mail, thread, sender.domain)
    if urgent:
        mail["X-Priority"], mail["Importance"] = "1", "high"
    mail.set_content(words.plain(message), cte="quoted-printable")
    mail.add_alternative(words.page(message), subtype="html", cte="quoted-printable")
    return mail


def put(mail: EmailMessage, name: str, value: str) -> None:
    """Set a header in place of what stands there; an empty one takes it away."""
    del mail[name]
    if value:
        mail[name] = value


def _join(mail: EmailMessage, thread: Thread, domain: str) -> None:
    """Refer to the root of the ticket's thread, which no mail bears, and to what came in on it."""
    ids = [message_id(thread.token, domain), *(f"<{one}>" for one in thread.references if _is_plain(one))]
    mail["References"], mail["In-Reply-To"] = " ".join(ids), ids[-1]
    if thread.reply_to:
        mail["Reply-To"] = thread.reply_to


def _is_plain(text: str) -> bool:
    """Whether an id that somebody else made can stand in a header of ours."""
    return text.isascii() and text.isprintable() and " " not in text and len(text) < 250


def invite(mail: EmailMessage, calendar: str) -> None:
    """Add an invitation, or what takes it back: as an alternative and as a file, the forms that calendars look for."""
    is_off = "\nMETHOD:CANCEL" in calendar
    mail.add_alternative(calendar, subtype="calendar", params={"method": "CANCEL" if is_off else "REQUEST"})
    name = "cancellation.ics" if is_off else "invitation.ics"
    mail.add_attachment(calendar.encode(), maintype="text", subtype="calendar", filename=name)


def message_id(name: str, domain: str) -> str:
    """A Message-ID of ours."""
    return f"<{name}@{domain or 'watchkeep.invalid'}>"


def sender_of(text: str) -> Address:
    """Read ``Watchkeep <it@example.com>`` or a bare address."""
    name, _, rest = text.rpartition("<")
    user, _, domain = rest.rstrip("> ").partition("@")
    return Address(name.strip().strip('"') or "Watchkeep", user.strip(), domain.strip())

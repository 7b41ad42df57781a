"""A notification as an e-mail: headers that thread, that stop auto-replies, and that stay the same when resent."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from watchkeep.duty.notify.rules import words


def compose(  # noqa: PLR0913  # a mail has this many parts
    message: words.Message, *, to: str, sender: Address, mark: UUID, number: str, at: datetime, urgent: bool
) -> EmailMessage:
    """Build the mail. The same ``mark`` gives the same Message-ID, so that a mail sent twice is seen as one."""
    mail = EmailMessage()
    mail["Message-ID"] = message_id(str(mark), sender.domain)
    mail["Date"] = format_datetime(at)
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = words.one_line(message.subject, 200)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if number:
        root = message_id(number.lower(), sender.domain)
        mail["References"] = mail["In-Reply-To"] = root
    if urgent:
        mail["X-Priority"], mail["Importance"] = "1", "high"
    mail.set_content(words.plain(message))
    mail.add_alternative(words.page(message), subtype="html")
    return mail


def invite(mail: EmailMessage, calendar: str) -> None:
    """Add an invitation, or what takes it back: as an alternative and as a file, the forms that calendars look for."""
    is_off = "\nMETHOD:CANCEL" in calendar
    mail.add_alternative(calendar, subtype="calendar", params={"method": "CANCEL" if is_off else "REQUEST"})
    name = "cancellation.ics" if is_off else "invitation.ics"
    mail.add_attachment(calendar.encode(), maintype="text", subtype="calendar", filename=name)


def message_id(name: str, domain: str) -> str:
    """A Message-ID of ours. A ticket's own is the root of its thread, though no mail bears it."""
    return f"<{name}@{domain or 'watchkeep.invalid'}>"


def sender_of(text: str) -> Address:
    """Read ``Watchkeep <it@example.com>`` or a bare address."""
    name, _, rest = text.rpartition("<")
    user, _, domain = rest.rstrip("> ").partition("@")
    return Address(name.strip().strip('"') or "Watchkeep", user.strip(), domain.strip())

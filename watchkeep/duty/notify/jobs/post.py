"""E-mail by SMTP, over a connection that each thread keeps open between mails; or into a folder.

A refusal of the recipient for good (5xx) ends it; anything else is tried again.
"""

import smtplib
import ssl
import threading
import time
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from watchkeep.duty.notify import queries
from watchkeep.duty.notify.models import TO_A_FILE, Delivery, Urgency
from watchkeep.duty.notify.rules import mails
from watchkeep.duty.notify.rules.attempts import Answer
from watchkeep.duty.notify.rules.words import Message
from watchkeep.kernel.outgoing import NOTHING, Allowance
from watchkeep.work.correspondence import queries as correspondence

KEEP_SECONDS = 25.0
"""How long an idle connection is trusted; servers hang up after a few minutes."""

_mine = threading.local()


def send(delivery: Delivery, _allowed: Allowance = NOTHING) -> Answer:
    """Send one delivery as e-mail, to the one server that the administrator set."""
    mail = mail_for(delivery)
    if not settings.EMAIL_HOST:
        return _drop(mail, Path(settings.EMAIL_FILE_PATH), delivery)
    try:
        return _hand_over(_connection(), mail, delivery.address)
    except smtplib.SMTPResponseException as error:
        _hang_up()
        return Answer.try_again(f"{error.smtp_code} {_text(error.smtp_error)}")
    except (OSError, smtplib.SMTPException) as error:
        _hang_up()
        return Answer.try_again(f"{type(error).__name__}: {error}")


def mail_for(delivery: Delivery) -> EmailMessage:
    """The mail of a delivery; the same one, with the same Message-ID, however often it is made."""
    message = Message(subject=delivery.subject, body=delivery.body, link=delivery.link, link_text=delivery.link_text)
    mail = mails.compose(
        message,
        to=delivery.address,
        sender=mails.sender_of(settings.DEFAULT_FROM_EMAIL),
        mark=delivery.mark,
        at=delivery.created_at,
        urgent=delivery.urgency == Urgency.HIGH,
        thread=queries.thread_of(delivery),
    )
    mail[correspondence.OWN_HEADER] = correspondence.own_mark()
    for name, value in delivery.headers.items():
        mails.put(mail, name, value)
    if delivery.calendar:
        mails.invite(mail, delivery.calendar)
    return mail


def _hand_over(smtp: smtplib.SMTP, mail: EmailMessage, to: str) -> Answer:
    """Speak the three commands that matter, and keep what the server says to the last one."""
    code, reply = _begin(smtp, str(mail["Reply-To"] or ""))
    if code < 400:
        code, reply = smtp.rcpt(to)
    if code >= 400:
        smtp.rset()
        return _refused(code, reply)
    code, reply = smtp.data(mail.as_bytes(policy=mails.POLICY))
    _mine.used = time.monotonic()
    return Answer.sent(f"{code} {_text(reply)}") if code == 250 else _refused(code, reply)


def _begin(smtp: smtplib.SMTP, returns: str) -> tuple[int, bytes]:
    """Say where failures shall be reported: to the mailbox that answers go to, if the server lets us."""
    own = mails.sender_of(settings.DEFAULT_FROM_EMAIL).addr_spec
    code, reply = smtp.mail(returns or own)
    if code >= 400 and returns:
        smtp.rset()
        code, reply = smtp.mail(own)
    return code, reply


def _refused(code: int, reply: bytes) -> Answer:
    text = f"{code} {_text(reply)}"
    return Answer.never(text) if 500 <= code < 600 else Answer.try_again(text)


def _connection() -> smtplib.SMTP:
    """This thread's connection, fresh or still warm."""
    smtp: smtplib.SMTP | None = getattr(_mine, "smtp", None)
    if smtp and time.monotonic() - _mine.used < KEEP_SECONDS and _is_awake(smtp):
        return smtp
    _hang_up()
    _mine.smtp, _mine.used = _dial(), time.monotonic()
    return _mine.smtp  # type: ignore[no-any-return]


def _dial() -> smtplib.SMTP:
    tls = ssl.create_default_context()
    where, timeout = (settings.EMAIL_HOST, settings.EMAIL_PORT), settings.EMAIL_TIMEOUT
    smtp = (
        smtplib.SMTP_SSL(*where, timeout=timeout, context=tls)
        if settings.EMAIL_USE_SSL
        else smtplib.SMTP(*where, timeout=timeout)
    )
    if settings.EMAIL_USE_TLS:
        smtp.starttls(context=tls)
    smtp.ehlo_or_helo_if_needed()
    if settings.EMAIL_HOST_USER:
        smtp.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    return smtp


def _is_awake(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _hang_up() -> None:
    smtp, _mine.smtp = getattr(_mine, "smtp", None), None
    if smtp:
        smtp.close()


def _drop(mail: EmailMessage, folder: Path, delivery: Delivery) -> Answer:
    """Without a mail server, a mail is a file that a newcomer can open. The same mail is the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{delivery.created_at:%Y%m%d-%H%M%S}-{delivery.mark}.eml"
    path.write_bytes(mail.as_bytes())
    return Answer.sent(f"{TO_A_FILE} {path.name} in the data directory.")


def _text(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else reply

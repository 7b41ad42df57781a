"""Letters (SMTP): one to one address, through the mail server of the connection."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from watchkeep.duty.connections.jobs.carrying import Job
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.connections.rules.actions import Mail
from watchkeep.duty.connections.rules.settings import Smtp
from watchkeep.kernel import outgoing


def carry_out(job: Job) -> Outcome:
    """Hand the letter over. Once the server has taken it, it is sent."""
    letter = _letter(job)
    try:
        with _server(job) as server:
            server.send_message(letter)
    except smtplib.SMTPException as error:
        return Outcome(End.FAILED, why=_said(error))
    return Outcome(End.SUCCEEDED, output=letter["Message-ID"], result={"message_id": letter["Message-ID"]})


def probe(job: Job) -> Outcome:
    """Sign in, and send nothing."""
    try:
        with _server(job) as server:
            code, said = server.noop()
    except smtplib.SMTPException as error:
        return Outcome(End.FAILED, why=_said(error))
    return Outcome(End.SUCCEEDED, output=f"{code} {said.decode(errors='replace')}")


def _letter(job: Job) -> EmailMessage:
    action, sender = job.action, _settings(job).sender
    assert isinstance(action, Mail)  # noqa: S101  # the library says so
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, action.to, action.subject
    letter["Date"], letter["Message-ID"] = formatdate(), make_msgid(domain=sender.partition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(action.body)
    return letter


class _Judged(smtplib.SMTP):
    """SMTP to the address that was judged; TLS proves the name."""

    def __init__(self, host: str, reached: str, seconds: float, tls: ssl.SSLContext | None) -> None:
        super().__init__(timeout=seconds)
        self._host, self._reached, self._tls = host, reached, tls

    def _get_socket(self, _host: str, port: int, timeout: float) -> socket.socket:
        line = socket.create_connection((self._reached, port), timeout)
        return self._tls.wrap_socket(line, server_hostname=self._host) if self._tls else line


@contextmanager
def _server(job: Job) -> Iterator[smtplib.SMTP]:
    settings = _settings(job)
    reached = outgoing.resolve(settings.host, settings.port, job.allowed)
    tls = ssl.create_default_context()
    server = _Judged(settings.host, reached, job.deadline.left, tls if settings.security == "tls" else None)
    job.deadline.cuts(server.close)
    with server:
        server.connect(settings.host, settings.port)
        server._host = settings.host  # noqa: SLF001  # STARTTLS proves this name
        if settings.security == "starttls":
            server.starttls(context=tls)
        if settings.user:
            server.login(settings.user, settings.password)
        yield server


def _settings(job: Job) -> Smtp:
    assert isinstance(job.settings, Smtp)  # noqa: S101  # the library says so
    return job.settings


def _said(error: smtplib.SMTPException) -> str:
    """What the server said, in one line."""
    refused = next(iter(error.recipients.values())) if isinstance(error, smtplib.SMTPRecipientsRefused) else None
    code, said = refused or (getattr(error, "smtp_code", None), getattr(error, "smtp_error", None))
    if said is None:
        return str(error)
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"

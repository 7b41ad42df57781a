"""A mail server hands us its mail, by SMTP (RFC 5321) or LMTP (RFC 2033), for the mailboxes that are set up so.

"250" is said after the commit and not before. We relay nothing: a recipient that is no mailbox of ours is refused at
once, and a message that is too large before it is sent.
"""

import asyncio
import ipaddress
import logging
import ssl
import threading
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections
from django.utils.crypto import constant_time_compare

from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.life import Arrived
from watchkeep.work.correspondence.models import Mailbox

log = logging.getLogger(__name__)
T = TypeVar("T")

MOST_BYTES = 60 * 2**20
MOST_RECIPIENTS = 50
OK, LATER, NOBODY, TOO_MANY = (
    "250 2.0.0 Kept", "451 4.3.0 Try again later", "550 5.1.1 No mailbox of ours", "452 4.5.3 Too many recipients"
)  # fmt: skip


class Handler:
    """What we do with what a mail server says. Database work is done in threads: the loop serves every sender."""

    def __init__(self, *, one_answer_each: bool = False) -> None:
        self.one_answer_each = one_answer_each

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        found = await asyncio.to_thread(_within_database, queries.mailbox_for, address)
        if not isinstance(found, Mailbox):
            return found or NOBODY
        envelope.rcpt_tos.append((address, found))
        return OK

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # the same
        """Keep a message, then say so; to LMTP once for each recipient."""
        answer = await asyncio.to_thread(_within_database, _keep, envelope)
        many = len(envelope.rcpt_tos) if self.one_answer_each else 1
        return "\r\n".join([answer] * many)


class _Listener(Controller):  # type: ignore[misc]  # aiosmtpd has no types
    """The server, in a thread of its own, speaking the one or the other."""

    def __init__(self, *, is_lmtp: bool, host: str, port: int) -> None:
        self.is_lmtp = is_lmtp
        super().__init__(
            Handler(one_answer_each=is_lmtp), hostname=host, port=port, data_size_limit=MOST_BYTES, ident="Watchkeep",
            **_asked_of_senders(),
        )  # fmt: skip

    def factory(self) -> SMTP:
        """One conversation."""
        speaks = LMTP if self.is_lmtp else SMTP
        return speaks(self.handler, **self.SMTP_kwargs)


def _asked_of_senders() -> dict[str, Any]:
    """STARTTLS (RFC 3207) where there is a certificate, and AUTH (RFC 4954) where there is a user."""
    asked: dict[str, Any] = {}
    if settings.MAIL_LISTEN_CERTIFICATE:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(settings.MAIL_LISTEN_CERTIFICATE, settings.MAIL_LISTEN_KEY or None)
        asked |= {"tls_context": context, "require_starttls": True}
    if settings.MAIL_LISTEN_USER:
        asked |= {"authenticator": _is_known, "auth_required": True, "auth_require_tls": bool(asked)}
    return asked


def _is_known(_server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: Any) -> AuthResult:
    """Whether these are the user and the password that the settings name."""
    is_login = isinstance(given, LoginPassword)
    user, password = (given.login, given.password) if is_login else (b"", b"")
    fits = constant_time_compare(user, settings.MAIL_LISTEN_USER) & constant_time_compare(
        password, settings.MAIL_LISTEN_PASSWORD
    )
    return AuthResult(success=is_login and fits, handled=False)


_mine: list[_Listener] = []
_said: set[str] = set()
_guard = threading.Lock()


def keep_open() -> int:
    """Sweep: listen where the settings say so, unless this or another worker does already."""
    where = urlsplit(settings.MAIL_LISTEN)
    if where.hostname and not _mine:
        with _guard:
            _open(is_lmtp=where.scheme == "lmtp", host=where.hostname, port=where.port or 0)
    return 0


def close() -> None:
    """Listen no more."""
    with _guard:
        while _mine:
            _mine.pop().stop()


def _open(*, is_lmtp: bool, host: str, port: int) -> None:
    if settings.MAIL_LISTEN_USER and not settings.MAIL_LISTEN_CERTIFICATE and not _is_here(host):
        _complain("a password would cross the network in the clear; name a certificate")
        return
    try:
        listener = _Listener(is_lmtp=is_lmtp, host=host, port=port)
    except OSError as error:
        _complain(f"the certificate cannot be read: {error}")
        return
    try:
        listener.start()
    except OSError as error:
        log.debug("nobody listens here: %s", error)
        return
    _mine.append(listener)
    log.info("listening for mail on %s:%s", host, port)


def _complain(why: str) -> None:
    """Say once why nobody listens: the sweep asks every few seconds."""
    if why not in _said:
        _said.add(why)
        log.error("nobody listens for mail: %s", why)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _within_database(act: Callable[..., T], *given: Any) -> T | str:
    """What comes of it; or, without a database, that the server may come again."""
    try:
        close_old_connections()
        return act(*given)
    except DatabaseError:
        log.exception("a mail server was asked to come again")
        return LATER
    finally:
        connections.close_all()


def _keep(envelope: Envelope) -> str:
    source = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
    sender = (envelope.mail_from or "").strip("<>")
    kept: set[int] = set()
    for address, mailbox in envelope.rcpt_tos:
        if mailbox.pk not in kept:
            kept.add(mailbox.pk)
            life.receive(mailbox, [Arrived(source=source, envelope_from=sender, envelope_to=address)])
    return OK

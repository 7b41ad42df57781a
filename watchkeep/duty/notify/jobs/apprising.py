"""Everything that Apprise speaks, kept out of our own network.

Apprise resolves names itself, deep inside each service. So the judgement stands where every one of them must
pass: in this thread, while a message is sent, a name that leads into a private network does not
resolve. That holds for redirects and for names that change their mind, too. The few services that
open sockets by name without asking the resolver in Python are judged beforehand.
"""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules import destinations, words
from watchkeep.duty.notify.rules.attempts import Answer
from watchkeep.kernel import outgoing
from watchkeep.kernel.outgoing import Allowance, BadAddress

_ask = socket.getaddrinfo
_mine = threading.local()
_log = logging.getLogger("apprise")
_log.propagate = False


def send(delivery: Delivery, allowed: Allowance) -> Answer:
    """Send one delivery through the Apprise service of its address."""
    message = words.Message(subject=delivery.subject, body=delivery.body, link=delivery.link)
    try:
        service = destinations.service(delivery.address)
        with only_to_open_places(allowed), listening() as said:
            _judge(getattr(service, "host", ""))
            went = service.notify(title=message.subject, body=words.short(message))
    except BadAddress as error:
        return Answer.never(str(error))
    if went:
        return Answer.sent(f"{service.service_name} took it.")
    return Answer.try_again(_last_word(said, delivery.address))


@contextmanager
def only_to_open_places(allowed: Allowance) -> Iterator[None]:
    """While this lasts, this thread resolves only names that lead to places open to us."""
    _mine.allowed = allowed
    try:
        yield
    finally:
        _mine.allowed = None


@contextmanager
def listening() -> Iterator[list[str]]:
    """Collect what Apprise complains of in this thread. It goes nowhere else: it may hold addresses."""
    ear = _Ear()
    _log.addHandler(ear)
    try:
        yield ear.said
    finally:
        _log.removeHandler(ear)


def _guarded(host: Any, *args: Any, **kwargs: Any) -> Any:
    found = _ask(host, *args, **kwargs)
    allowed: Allowance | None = getattr(_mine, "allowed", None)
    if allowed is not None:
        try:
            outgoing.pick(str(host), [str(entry[4][0]) for entry in found], allowed)
        except BadAddress as error:
            raise socket.gaierror(socket.EAI_NONAME, str(error)) from error
    return found


socket.getaddrinfo = _guarded


def _judge(host: str) -> None:
    """Refuse a host that resolves to a private place. What doesn't resolve is a token, not a host."""
    if "." not in host and host != "localhost":
        return
    try:
        found = _ask(host, 0)
    except OSError:
        return
    outgoing.pick(host, [str(entry[4][0]) for entry in found], _mine.allowed)


def _last_word(said: list[str], address: str) -> str:
    """What the service complained of last, without the parts of its address, which hold its key."""
    text = said[-1] if said else "It was not taken over."
    for secret in [address, *(part for part in address.replace("?", "/").split("/") if len(part) > 7)]:
        text = text.replace(secret, "…")
    return text


class _Ear(logging.Handler):
    """Hears what Apprise says in this thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line of this thread."""
        if record.thread == self._thread:
            self.said.append(record.getMessage())

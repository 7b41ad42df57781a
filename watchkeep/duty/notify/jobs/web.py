"""Webhooks: one signed POST to an address that was looked up once, judged, and connected to as judged.

The name is resolved here and the connection goes to that very address, so that a name which changes its
mind in between (DNS rebinding) leads nowhere. No redirects, no proxies, a deadline for the whole
exchange, and no more of the answer is read than a log can hold.
"""

import http.client
import socket
import ssl
import threading
from contextlib import closing

from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules import addresses, hooks
from watchkeep.duty.notify.rules.addresses import Allowance, BadAddress, Place
from watchkeep.duty.notify.rules.attempts import Answer
from watchkeep.kernel import clock

STEP_SECONDS = 8.0
WHOLE_SECONDS = 20.0
READ_BYTES = 2000
LARGEST_BYTES = 256 * 1024
GONE = 410


def send_to_endpoint(delivery: Delivery, allowed: Allowance) -> Answer:
    """Post a fact to a program of the organisation."""
    if delivery.endpoint is None or not delivery.endpoint.is_active:
        return Answer.never("The webhook is paused.")
    return _post(delivery, delivery.body, delivery.endpoint.secret, allowed)


def send_to_person(delivery: Delivery, allowed: Allowance) -> Answer:
    """Post a notification to a person's own webhook."""
    if delivery.method is None:
        return Answer.never("The contact method was removed.")
    told = {
        "subject": delivery.subject,
        "body": delivery.body,
        "link": delivery.link,
        "urgency": delivery.urgency,
        "ticket": delivery.ticket.number if delivery.ticket else None,
    }
    payload = hooks.body("notification", delivery.created_at, told)
    return _post(delivery, payload, delivery.method.secret, allowed)


def send_to_outsider(delivery: Delivery, allowed: Allowance) -> Answer:
    """Post what it asked for to a program that is not the organisation's own."""
    return _post(delivery, delivery.body, delivery.secret, allowed)


def _post(delivery: Delivery, payload: str, secret: str, allowed: Allowance) -> Answer:
    body = payload.encode()
    if len(body) > LARGEST_BYTES:
        return Answer.never("The message is too large for a webhook.")
    try:
        place = addresses.place_of(delivery.address)
        reached = addresses.pick(place.host, _resolve(place), allowed)
    except BadAddress as error:
        return Answer.never(str(error))
    except OSError as error:
        return Answer.try_again(f"The name could not be looked up: {error}")
    path = delivery.address.split("/", 3)[3:] or [""]
    headers = hooks.headers(secret, str(delivery.mark), clock.now(), payload)
    return exchange(_Pinned(place, reached), f"/{path[0].partition('#')[0]}", body, headers)


def exchange(line: "_Pinned", path: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Post and read the beginning of the answer, all within the deadline."""
    deadline = threading.Timer(WHOLE_SECONDS, line.cut)
    deadline.start()
    try:
        with closing(line):
            line.request("POST", path, body=body, headers=headers)
            response = line.getresponse()
            text = response.read(READ_BYTES).decode(errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return Answer.try_again(f"{type(error).__name__}: {error}")
    finally:
        deadline.cancel()
    said = " ".join(f"{response.status} {response.reason} {text}".split())
    if 200 <= response.status < 300:
        return Answer.sent(said)
    return Answer.never(said) if response.status == GONE else Answer.try_again(said)


def _resolve(place: Place) -> list[str]:
    found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Pinned(http.client.HTTPConnection):
    """A connection to one address on behalf of one name: the name is what TLS proves and what Host says."""

    def __init__(self, place: Place, reached: str) -> None:
        super().__init__(place.host, place.port, timeout=STEP_SECONDS)
        self._reached = reached
        self._tls = ssl.create_default_context() if place.scheme == "https" else None
        self.default_port = 443 if self._tls else 80  # so that Host leaves the usual port out

    def connect(self) -> None:
        """Connect to the address that was judged, not to whatever the name says now."""
        line = socket.create_connection((self._reached, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(line, server_hostname=self.host) if self._tls else line

    def cut(self) -> None:
        """End the exchange from outside: the deadline has passed."""
        if self.sock:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.sock.close()

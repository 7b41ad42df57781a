"""A line to a place that was looked up once, judged, and connected to as judged.

The name is resolved here and the connection goes to that very address, so that a name which changes its
mind in between (DNS rebinding) leads nowhere. No redirects, no proxies, a deadline for the whole
exchange, and no more of the answer is read than its reader can hold.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from watchkeep.kernel.outgoing import places
from watchkeep.kernel.outgoing.places import Allowance, Place

STEP_SECONDS = 8.0


@dataclass(frozen=True)
class Reply:
    """What the other side said: status, its reason, and the beginning of the body."""

    status: int
    reason: str
    body: bytes


def resolve(host: str, port: int, allowed: Allowance) -> str:
    """The address behind a name, if it is open to us. Raises BadAddress, or OSError when there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return places.pick(host, dict.fromkeys(str(entry[4][0]) for entry in found), allowed)


def dial(host: str, port: int, allowed: Allowance, seconds: float = STEP_SECONDS) -> socket.socket:
    """A connection to the address behind a name, if it is open to us. Raises BadAddress or OSError."""
    return socket.create_connection((resolve(host, port, allowed), port), seconds)


class Line(http.client.HTTPConnection):
    """An HTTP connection to one address on behalf of one name: TLS proves the name, and Host says it.

    ``tls``: whose certificates count, where that is not the public authorities.
    """

    def __init__(
        self, place: Place, reached: str, seconds: float = STEP_SECONDS, *, tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(place.host, place.port, timeout=seconds)
        self._reached = reached
        self._tls = (tls or ssl.create_default_context()) if place.scheme == "https" else None
        self.default_port = 443 if self._tls else 80  # so that Host leaves the usual port out

    def connect(self) -> None:
        """Connect to the address that was judged, not to whatever the name says now."""
        line = socket.create_connection((self._reached, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(line, server_hostname=self.host) if self._tls else line

    def cut(self) -> None:
        """End the exchange from outside: the deadline has passed."""
        if (line := self.sock) is not None:
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                line.close()


def exchange(  # noqa: PLR0913  # a request has this many parts
    line: Line,
    method: str,
    path: str,
    *,
    body: bytes | None,
    headers: Mapping[str, str],
    seconds: float,
    read_bytes: int,
) -> Reply:
    """Ask and read the beginning of the answer, all within the deadline. Raises OSError or HTTPException."""
    deadline = threading.Timer(seconds, line.cut)
    deadline.start()
    try:
        with closing(line):
            line.request(method, path, body=body, headers=dict(headers))
            response = line.getresponse()
            return Reply(response.status, response.reason, response.read(read_bytes))
    finally:
        deadline.cancel()

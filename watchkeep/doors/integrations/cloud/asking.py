"""Asking an API for JSON: over a line that was judged, patient with one that slows us down, and never for too much."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import msgspec

from watchkeep.doors.integrations.discovering.ports import CannotLook, Task
from watchkeep.kernel import outgoing

SECONDS = 30.0
MOST_BYTES = 64 * 2**20
MOST_TRIES = 5
SLOW_DOWN = frozenset({429, 500, 502, 503, 504})
LONGEST_WAIT = 60.0


class Denied(Exception):  # noqa: N818  # the field's word
    """The credentials may not do this."""


class Api:
    """One API. ``bearer`` proves who asks; ``authority`` is whose certificates count instead of public ones."""

    def __init__(self, task: Task, base: str, *, bearer: str = "", authority: str = "") -> None:
        self._task, self._base, self.bearer = task, base.rstrip("/"), bearer
        self._tls = _context(authority) if authority else None

    def get(self, path: str) -> dict[str, Any]:
        """Read a document. Raises CannotLook in words, Denied for what may not be read."""
        return self._decoded(self._patiently("GET", path, None, {}))

    def post(self, path: str, told: object) -> dict[str, Any]:
        """Send JSON, and read the answer."""
        return self._decoded(self._patiently("POST", path, msgspec.json.encode(told), JSON))

    def send_form(self, path: str, form: bytes) -> outgoing.Reply:
        """Send a form; the answer as it is."""
        return self._patiently("POST", path, form, FORM)

    def _patiently(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> outgoing.Reply:
        """Ask again, later and later, while the other side asks for patience."""
        for attempt in range(1, MOST_TRIES + 1):
            self._task.check()
            reply = self._once(method, path, body, headers)
            if reply.status not in SLOW_DOWN or attempt == MOST_TRIES:
                return reply
            _wait(self._task, 2.0 ** (attempt - 1))
        raise AssertionError  # the last attempt returns

    def _once(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> outgoing.Reply:
        proof = {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {}
        told = {"Accept": "application/json", "User-Agent": "Watchkeep", **proof, **headers}
        try:
            place = outgoing.place_of(self._base)
            allowed = outgoing.Allowance(networks=tuple(self._task.allowed))
            reached = outgoing.resolve(place.host, place.port, allowed)
            line = outgoing.Line(place, reached, SECONDS, tls=self._tls)
            target = f"{urlsplit(self._base).path.rstrip('/')}{path}"
            seconds = max(1.0, min(SECONDS, self._task.seconds_left))
            return outgoing.exchange(
                line, method, target, body=body, headers=told, seconds=seconds, read_bytes=MOST_BYTES + 1
            )
        except outgoing.BadAddress as error:
            raise CannotLook(f"{self._host}: {error}") from error
        except ssl.SSLError as error:
            raise CannotLook(f"{self._host} does not prove who it is: {error.reason or error}.") from error
        except (OSError, http.client.HTTPException) as error:
            raise CannotLook(f"{self._host} cannot be reached: {type(error).__name__}.") from error

    def _decoded(self, reply: outgoing.Reply) -> dict[str, Any]:
        if reply.status == http.client.UNAUTHORIZED:
            raise CannotLook(f"{self._host} does not accept the credentials: they are wrong, or have expired.")
        if reply.status == http.client.FORBIDDEN:
            raise Denied(f"{self._host} does not let these credentials read this.")
        if reply.status != http.client.OK:
            raise CannotLook(f"{self._host} answered {reply.status}.")
        if len(reply.body) > MOST_BYTES:
            raise CannotLook(f"{self._host} answered with more than {MOST_BYTES // 2**20} MiB at once.")
        try:
            return msgspec.json.decode(reply.body, type=dict[str, Any])
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            raise CannotLook(f"{self._host} did not answer in JSON.") from error

    @property
    def _host(self) -> str:
        return urlsplit(self._base).hostname or self._base[:80]


JSON: Mapping[str, str] = {"Content-Type": "application/json"}
FORM: Mapping[str, str] = {"Content-Type": "application/x-www-form-urlencoded"}


def dig(value: Any, *names: str) -> Any:
    """What lies under these names, one in the other; None where something else lies there."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def text(value: Any, *names: str) -> str:
    """The same as text; empty for what is none."""
    found = dig(value, *names)
    plain = str(found)[:1000].strip() if isinstance(found, str | int | float) and not isinstance(found, bool) else ""
    return "".join(one for one in plain if one.isprintable())


def rows(value: Any, *names: str) -> list[dict[str, Any]]:
    """The same as a list of objects; what is none is left out."""
    found = dig(value, *names)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _wait(task: Task, seconds: float) -> None:
    """Wait, but not beyond the end of the run, and not once it was stopped."""
    task.unwanted.wait(min(seconds, LONGEST_WAIT, task.seconds_left))
    task.check()


def _context(authority: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cadata=authority)
    except (ssl.SSLError, ValueError) as error:
        raise CannotLook("The certificate authority is no certificate in PEM.") from error

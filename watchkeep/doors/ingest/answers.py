"""What the lane answers, and why it refuses."""

from dataclasses import dataclass, field
from typing import Any

import msgspec

encode = msgspec.json.Encoder().encode
JSON = b"application/json"
PROBLEM = b"application/problem+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer."""

    status: int
    body: bytes = b""
    content_type: bytes = JSON
    headers: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(slots=True)
class Refusal(Exception):  # noqa: N818  # it is a refusal, not an error of ours
    """The input was not taken. ``reason`` is a word for the log, ``errors`` are sentences for the sender."""

    status: int
    reason: str
    errors: list[str] = field(default_factory=list)

    @property
    def first(self) -> str:
        """The first thing that is wrong."""
        return self.errors[0] if self.errors else self.reason


TITLES = {
    400: "The event is not valid",
    401: "The key is not valid",
    404: "There is nothing here",
    405: "This address does not take that method",
    413: "The body is too large",
    415: "The encoding is not supported",
    429: "Events arrive faster than they can be kept",
    503: "The event could not be kept",
}


def retry_later(seconds: int = 1) -> tuple[tuple[bytes, bytes], ...]:
    """The header that asks the sender to wait."""
    return ((b"retry-after", str(seconds).encode()),)


def problem(refusal: Refusal) -> Answer:
    """An RFC 9457 problem document: how our own formats say no."""
    said: dict[str, Any] = {
        "type": f"urn:watchkeep:ingest:{refusal.reason}",
        "title": TITLES.get(refusal.status, "The event was not taken"),
        "status": refusal.status,
        "detail": refusal.first,
    }
    if len(refusal.errors) > 1:
        said["errors"] = refusal.errors
    headers = retry_later() if refusal.status in {429, 503} else ()
    if refusal.status == 401:
        headers = ((b"www-authenticate", b'Bearer realm="watchkeep"'),)
    return Answer(refusal.status, encode(said), PROBLEM, headers)

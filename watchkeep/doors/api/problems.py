"""Problems: every error as ``application/problem+json`` (RFC 9457)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Type:
    """A type of problem: its status, its name in the reference page, and what to do about it."""

    status: int
    slug: str
    title: str
    advice: str


TYPES = (
    Type(400, "malformed", "The request cannot be read", "Check that the body is valid JSON in UTF-8."),
    Type(401, "unauthenticated", "Who is asking?", "Send a token that is neither revoked nor expired."),
    Type(403, "forbidden", "You may not do this", "The person and the token need the permission that is named."),
    Type(404, "not-found", "There is nothing here", "It does not exist, or you may not see it."),
    Type(405, "method-not-allowed", "This address does not take that method", "`Allow` names those that it takes."),
    Type(409, "conflict", "It cannot be done now", "Read the record again: its state stands against it."),
    Type(412, "stale", "Somebody changed it first", "`current` says what stands there now. Merge, then send its ETag."),
    Type(413, "too-large", "The request is too large", "JSON has at most 3 MB, a file at most 25 MB."),
    Type(415, "media-type", "This type of content is not taken", "Send `Content-Type: application/json`."),
    Type(422, "invalid", "Something in the request is wrong", "`errors` names each wrong value and why."),
    Type(428, "precondition-required", "Say which state you have seen", "Send the record's ETag as `If-Match`."),
    Type(429, "rate-limited", "Too many requests", "Wait as many seconds as `Retry-After` says."),
    Type(500, "internal", "Something broke on our side", "Try again; the server's log has the details."),
)
_BY_STATUS = {kind.status: kind for kind in TYPES}


@dataclass(frozen=True)
class Wrong:
    """One wrong value: in the body (a JSON pointer), a query or path parameter, or a header."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None

    def told(self) -> dict[str, str]:
        """What of it there is to say."""
        places = {"pointer": self.pointer, "parameter": self.parameter, "header": self.header}
        return {"detail": self.detail} | {name: place for name, place in places.items() if place is not None}


@dataclass
class Problem(Exception):  # noqa: N818  # RFC 9457's own word
    """One answer that says no. ``more`` holds extension members, such as ``current``."""

    status: int
    detail: str
    code: str = ""
    errors: tuple[Wrong, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as an answer to this request."""
    kind = _BY_STATUS.get(problem.status, _BY_STATUS[500 if problem.status >= 500 else 400])
    told = {
        "type": f"/api/docs#problem-{kind.slug}",
        "title": kind.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.get_full_path(),
        "code": problem.code or kind.slug.replace("-", "_"),
        "errors": [wrong.told() for wrong in problem.errors],
        **problem.more,
    }
    return HttpResponse(
        msgspec.json.encode(told), status=problem.status, content_type=MEDIA_TYPE, headers=dict(problem.headers)
    )

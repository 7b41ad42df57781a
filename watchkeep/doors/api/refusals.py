"""What the domain and the machinery raise, turned into problems."""

from collections.abc import Callable, Sequence
from typing import Any

import ninja.errors
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from psycopg.errors import UniqueViolation

from watchkeep.doors.api import problems
from watchkeep.doors.api.problems import Problem, Wrong
from watchkeep.kernel.errors import NotAllowed, Refused, Stale, TooSoon

PARAMETERS = {"cursor", "size"}
HEADERS = {"Idempotency-Key", "If-Match"}


def teach(api: NinjaAPI) -> None:
    """Let the API answer every exception with a problem."""
    for kind, turn in TURNS.items():
        api.add_exception_handler(kind, _handler(turn))


def _handler(turn: Callable[[Any], Problem]) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handle(request: HttpRequest, error: Any) -> HttpResponse:
        return problems.answer(request, turn(error))

    return handle


def _refused(error: Refused) -> Problem:
    if error.field is None:
        return Problem(409, error.message, code=error.code)
    return Problem(422, error.message, code=error.code, errors=(_wrong(error.field, error.message),))


def _too_soon(error: TooSoon) -> Problem:
    return Problem(429, error.message, code=error.code, headers={"Retry-After": str(error.wait)})


def _stale(error: Stale) -> Problem:
    return Problem(412, error.message, code=error.code, more={"current": error.current})


def _not_allowed(error: NotAllowed) -> Problem:
    more = {"permission": str(error.permission)} if error.permission else {}
    return Problem(403, error.message, more=more)


def _http_error(error: ninja.errors.HttpError) -> Problem:
    """Ninja wraps what our reader raised: look inside."""
    if isinstance(error.__cause__, Problem):
        return error.__cause__
    if error.status_code == 401:
        detail = "Send a token as “Authorization: Bearer …”, or sign in."
        return Problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="Watchkeep"'})
    return Problem(error.status_code, error.message)


def _invalid(error: ninja.errors.ValidationError) -> Problem:
    wrongs = tuple(_from_pydantic(one["loc"], one["msg"]) for one in error.errors)
    return Problem(422, "; ".join(sorted({wrong.detail for wrong in wrongs})), errors=wrongs)


def _somebody_was_first(error: IntegrityError) -> Problem:
    """Two who take the same name at the same moment; anything else that the database refuses is our fault."""
    if not isinstance(error.__cause__, UniqueViolation):
        raise error
    return Problem(409, "Somebody has just taken a name or number that must be unique.", code="taken")


def _from_pydantic(place: Sequence[str | int], message: str) -> Wrong:
    """A wrong value where pydantic found it: the source, the view's own argument, then the way to the value."""
    source, *way = place
    message = message.removeprefix("Value error, ")
    if source in {"body", "form", "file"}:
        way = way[1:] if source == "body" else way[-1:]
        return Wrong(message, pointer="#" + "".join(f"/{_escaped(step)}" for step in way))
    return Wrong(message, parameter=str(way[-1]) if way else "")


def _wrong(name: str, message: str) -> Wrong:
    if name in HEADERS:
        return Wrong(message, header=name)
    return Wrong(message, parameter=name) if name in PARAMETERS else Wrong(message, pointer=f"#/{_escaped(name)}")


def _escaped(step: str | int) -> str:
    """A step of a JSON pointer (RFC 6901)."""
    return str(step).replace("~", "~0").replace("/", "~1")


TURNS: dict[type[Exception], Callable[[Any], Problem]] = {
    Problem: lambda error: error,
    Refused: _refused,
    TooSoon: _too_soon,
    Stale: _stale,
    NotAllowed: _not_allowed,
    Http404: lambda _error: Problem(404, "It does not exist, or you may not see it."),
    ninja.errors.HttpError: _http_error,
    ninja.errors.ValidationError: _invalid,
    RequestDataTooBig: lambda _error: Problem(413, "The body is larger than 3 MB."),
    SuspiciousOperation: lambda _error: Problem(400, "The request has too many parts."),
    IntegrityError: _somebody_was_first,
    MultiPartParserError: lambda _error: Problem(400, "The form cannot be read."),
    BadRequest: lambda _error: Problem(400, "The request cannot be read."),
    UnreadablePostError: lambda _error: Problem(400, "The body ended too early."),
}

"""Who is asking: a program by its token, or a person's browser by its session."""

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from watchkeep.doors.api import limits
from watchkeep.doors.api.problems import Problem
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor


class Call(HttpRequest):
    """A request whose caller is known."""

    auth: Actor


class Token(HttpBearer):
    """A token, within its scopes and what its person may."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:  # noqa: ARG002  # Ninja's signature
        """Find the actor. Raises `Problem` 401 for a token that opens nothing, 429 for one in a hurry."""
        actor = people.actor_for_token(token.strip())
        if actor is None:
            challenge = 'Bearer realm="Watchkeep", error="invalid_token"'
            raise Problem(401, "This token opens nothing.", headers={"WWW-Authenticate": challenge})
        limits.take(str(actor))
        return actor


class Browser(APIKeyCookie):
    """The session of a person who is signed in; what changes something needs the CSRF token as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Find the actor, or None when nobody is signed in. Raises `Problem` 403 without the CSRF token."""
        if "Authorization" in request.headers or not isinstance(request.user, Person):
            return None
        if check_csrf(request) is not None:
            raise Problem(403, "The CSRF token is missing or wrong.", code="csrf")
        actor = people.actor_for(request.user)
        limits.take(str(actor))
        return actor

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Not asked: the session has answered."""
        raise NotImplementedError

"""Whose page it is: the session's person or the key's owner, looked up once per connection."""

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest

from watchkeep.doors.live import topics
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor

Headers = Iterable[tuple[bytes, bytes]]


def admitted(headers: Headers, wanted: list[str]) -> int:
    """HTTP status for somebody who asks for these topics: 200, 401 for strangers, 403 for others' topics.

    Runs in a thread, and gives its database connection back.
    """
    try:
        actor = _actor(dict(headers))
        if actor is None:
            return 401
        return 200 if topics.may_hear(actor, wanted) else 403
    finally:
        connection.close()


def _actor(headers: dict[bytes, bytes]) -> Actor | None:
    bearer, _, plain = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    if bearer.lower() == "bearer":
        return people.actor_for_token(plain.strip())
    key = _session_key(headers.get(b"cookie", b"").decode("latin-1"))
    if not key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    person = get_user(request)
    if not isinstance(person, Person) or not person.is_active:
        return None
    access = people.access_of(person)
    return access.actor if request.session.get("strong") or not access.needs_second_factor else None


def _session_key(cookies: str) -> str:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return morsel.value if morsel else ""

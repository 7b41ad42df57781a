"""Requests that are asked for at one moment, opened in one transaction: each caller gets the answer of `open_request`.

One who has to be told no gets None here, and is asked anew by the view itself, which says why. So do all of them where
something fails before the commit: nothing has happened then.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from django.core.exceptions import DisallowedHost
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from ninja.errors import HttpError
from pydantic import ValidationError

from watchkeep.doors.api import answers, limits
from watchkeep.doors.api.carrying import KEY, digest_of, is_sound_key
from watchkeep.doors.api.problems import Problem
from watchkeep.doors.api.reading import Reader
from watchkeep.doors.api.resources.requests.finding import told
from watchkeep.doors.api.resources.requests.queue import RequestOpening, meant, referred_to
from watchkeep.estate.people import queries as people
from watchkeep.kernel import idempotency, locks
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.idempotency import Answer
from watchkeep.work.requests import life
from watchkeep.work.requests.models import Request

log = logging.getLogger(__name__)
PATIENCE_MILLISECONDS = 300
"""How long all of them wait for a row that somebody else holds; then whoever needs it waits alone."""
_IDS: tuple[str, ...] = ("item", "requester", "service", "team", "follows")
_REFUSALS = (Problem, HttpError, ValidationError, Refused, NotAllowed, DisallowedHost)


class Asked(NamedTuple):
    """One call whose caller is known and whose body can be read."""

    call: Any
    key: str
    wish: life.Wish


def open_together(calls: Sequence[HttpRequest]) -> list[Answer | None]:
    """Open what these calls ask for. Raises what the commit raises: then nobody knows whether it is done."""
    is_done = False
    try:
        asked = _asked(calls)
        with transaction.atomic():
            answered = _opened(asked)
            is_done = True
    except Exception as error:
        if is_done and not isinstance(error, IntegrityError):
            raise
        log.warning("%s requests are opened one by one: %r", len(calls), error)
        return [None] * len(calls)
    return [answered.get(place) for place in range(len(calls))]


def _asked(calls: Sequence[HttpRequest]) -> dict[int, Asked]:
    """By their places, the calls that can be understood."""
    actors = people.actors_for_tokens({_token(call) for call in calls})
    records, asked = _Records(), dict[int, Asked]()
    for place, call in enumerate(calls):
        if actor := actors.get(_token(call)):
            with suppress(*_REFUSALS):
                asked[place] = _understood(call, actor, records)
    return asked


def _understood(call: Any, actor: Actor, records: "_Records") -> Asked:
    call.get_host()
    call.auth = actor
    body = RequestOpening.model_validate(Reader().parse_body(call))
    key = call.headers.get(KEY, "")
    if KEY in call.headers and not is_sound_key(key):
        raise Problem(422, KEY)
    wish = meant(actor, body.given(), records.find)
    limits.take(str(actor))
    return Asked(call, key, wish)


class _Records:
    """What ids mean, looked up once for each caller of one moment."""

    def __init__(self) -> None:
        self._found: dict[tuple[Any, ...], dict[str, Any]] = {}

    def find(self, actor: Actor, given: dict[str, Any]) -> dict[str, Any]:
        """The records that ids in a body mean."""
        ids = {name: given[name] for name in _IDS if name in given}
        key = (actor.key, *ids.items())
        if key not in self._found:
            self._found[key] = referred_to(actor, ids)
        return self._found[key]


def _opened(asked: dict[int, Asked]) -> dict[int, Answer]:
    locks.wait_at_most(PATIENCE_MILLISECONDS)
    mine = _first_of_their_keys(asked)
    opened = life.open_sound([one.wish for one in mine.values()]) if mine else []
    answered = {place: _answer(one, row) for (place, one), row in zip(mine.items(), opened, strict=True) if row}
    idempotency.keep(
        (str(one.wish.by), one.key, digest_of(one.call), answered[place])
        for place, one in mine.items()
        if one.key and place in answered
    )
    return answered


def _first_of_their_keys(asked: dict[int, Asked]) -> dict[int, Asked]:
    """Without those whose idempotency key was used before, by an earlier call or one of these."""
    keyed = {(str(one.wish.by), one.key): place for place, one in reversed(asked.items()) if one.key}
    fresh = {keyed[key] for key in idempotency.fresh(keyed)}
    return {place: one for place, one in asked.items() if not one.key or place in fresh}


def _answer(one: Asked, row: Request) -> Answer:
    return answers.of(one.call, told(one.call, row), 201)


def _token(call: HttpRequest) -> str:
    return call.headers["Authorization"].partition(" ")[2].strip()

"""Who is looking at a record and who is typing there: known to every process for some seconds, and written nowhere.

A browser says so every few seconds; each process is told by NOTIFY and forgets by itself. What is lost with a process
is said again within moments.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from watchkeep.kernel import clock

CHANNEL = "watchkeep_here"
LOOKING, TYPING, GONE = "looking", "typing", "gone"
SEEN_FOR, TYPES_FOR = timedelta(seconds=50), timedelta(seconds=8)
MOST = 20_000
"""How many records a process remembers at most."""


@dataclass(frozen=True)
class Sign:
    """Somebody on a record: until when they count as looking, and as typing."""

    person: int
    until: datetime
    types_until: datetime | None = None

    @property
    def is_typing(self) -> bool:
        """Whether they are typing at this moment."""
        return self.types_until is not None and clock.now() < self.types_until


_signs: dict[str, dict[int, Sign]] = {}
_lock = threading.Lock()


def say(topic: str, person: int, doing: str) -> None:
    """Tell every process that somebody looks at a record (``here:12``), types there, or left."""
    note(topic, person, doing)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", (CHANNEL, f"{topic} {person} {doing}"))


def heard(payload: str) -> str:
    """Remember what another process said; the topic whose pages may look different now."""
    topic, person, doing = payload.split(" ")
    note(topic, int(person), doing)
    return topic


def note(topic: str, person: int, doing: str) -> None:
    """Remember it in this process."""
    now = clock.now()
    with _lock:
        signs = {one.person: one for one in _signs.pop(topic, {}).values() if one.until > now}
        signs.pop(person, None)
        if doing != GONE:
            signs[person] = Sign(person, now + SEEN_FOR, now + TYPES_FOR if doing == TYPING else None)
        if signs:
            _signs[topic] = signs  # last in the order of the dict: the first is the one that was longest silent
        while len(_signs) > MOST:
            del _signs[next(iter(_signs))]


def on(topic: str) -> list[Sign]:
    """Who is there now, those who type first."""
    now = clock.now()
    with _lock:
        signs = [one for one in _signs.get(topic, {}).values() if one.until > now]
    return sorted(signs, key=lambda one: (not one.is_typing, one.person))

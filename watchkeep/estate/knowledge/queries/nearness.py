"""Finding by meaning: the vectors of all published articles in this process, kept fresh from the database.

First the articles whose whole lies nearest, then of those the passage that does. The shelf is a copy: what it says is
asked again of the database, so that a vector that is a moment old shows nobody what they may not read.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Max

from watchkeep.estate.knowledge.models import Audience, Meaning
from watchkeep.estate.knowledge.permissions import P
from watchkeep.estate.people.models import Organisation
from watchkeep.kernel import meaning

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchkeep.kernel.actors import Actor

log = logging.getLogger(__name__)
MOST = 60
"""How many articles are looked at passage by passage."""
AT_ONCE = 2000
"""So many new vectors are fetched before an answer; more are fetched beside it, and words answer alone meanwhile."""
NOWHERE = -1
REACH = {Audience.INTERNAL: 0, Audience.EMPLOYEES: 1, Audience.CUSTOMERS: 2}
THEIRS = 10
"""An organisation's own articles are marked with its number and this."""


class _Copy:
    """The shelf of this process, and up to which stamp it is filled."""

    def __init__(self) -> None:
        self.shelf, self.stamp = meaning.Shelf(), 0
        self.lock = Lock()

    def freshen(self) -> None:
        """Fetch what is new; whoever comes meanwhile goes on with what is there."""
        newest = Meaning.objects.aggregate(newest=Max("stamp"))["newest"] or 0
        if newest < self.stamp:  # another database, such as a restored one
            self.shelf, self.stamp = meaning.Shelf(), 0
        if newest == self.stamp or not self.lock.acquire(blocking=False):
            return
        if self._new()[: AT_ONCE + 1].count() > AT_ONCE:
            Thread(target=self._fill_beside, daemon=True).start()
        else:
            self._fill_and_release()

    def _fill_beside(self) -> None:
        try:
            self._fill_and_release()
        except Exception:
            log.exception("the vectors could not be read; words answer alone until the next try")
        finally:
            connection.close()

    def _fill_and_release(self) -> None:
        try:
            while rows := list(self._new().order_by("stamp")[:AT_ONCE].values_list(*_KEPT)):
                self._put([row for row in rows if row[1]], [row for row in rows if not row[1]])
                self.stamp = rows[-1][4]
        finally:
            self.lock.release()

    def _put(self, found: list[Any], gone: list[Any]) -> None:
        if found:
            kept = b"".join(bytes(row[1]) for row in found)
            self.shelf.put([row[0] for row in found], kept, [_mark(row[2], row[3]) for row in found])
        if gone:
            self.shelf.mark([row[0] for row in gone], NOWHERE)

    def _new(self) -> Any:
        return Meaning.objects.filter(stamp__gt=self.stamp)


_KEPT = ("article_id", "whole", "reach", "organisation", "stamp")
_copy: list[_Copy] = []


def understand(text: str) -> Any | None:
    """What a question means; None without words, without a model, and while there is nothing to compare it with."""
    text = " ".join(text.split())
    if not text or not meaning.is_available():
        return None
    if not _copy:
        _copy.append(_Copy())
    _copy[0].freshen()
    return _understood(text[:2000]) if _copy[0].shelf.count else None


def nearest(actor: Actor, to: Any, among: Iterable[int] | None = None) -> dict[int, float]:
    """The published articles that lie nearest to what was understood and that this actor may read."""
    allowed = _reach_of(actor)
    only = None if among is None else list(among)
    return _copy[0].shelf.nearest(to, MOST, lambda marks, keys: _fits(marks, keys, allowed, only))


def closest_passages(articles: Iterable[int], to: Any) -> dict[int, float]:
    """How near the nearest passage of each of these articles is; what was not understood yet is left out."""
    rows = Meaning.objects.filter(article__in=list(articles)).exclude(passages=b"")
    kept = dict(rows.values_list("article_id", "passages"))
    return dict(zip(kept, meaning.nearest_of([bytes(one) for one in kept.values()], to), strict=True))


def wait() -> None:
    """Until what is being fetched is there: for benchmarks."""
    for copy in _copy:
        with copy.lock:
            pass


def _reach_of(actor: Actor) -> tuple[int, int]:
    """From which mark on an actor may read, and the mark of what is their organisation's own."""
    if actor.may(P.SEE) or actor.may(P.WRITE):
        return 0, NOWHERE
    is_own = Organisation.objects.filter(pk=actor.organisation or 0, kind=Organisation.Kind.OWN).exists()
    return REACH[Audience.EMPLOYEES if is_own else Audience.CUSTOMERS], THEIRS + (actor.organisation or -THEIRS)


def _fits(marks: Any, keys: Any, allowed: tuple[int, int], only: list[int] | None) -> Any:
    least, theirs = allowed
    found = marks >= least
    if theirs != NOWHERE:
        found = (found & (marks < THEIRS)) | (marks == theirs)
    return found if only is None else found & meaning.among(keys, only)


def _mark(reach: int, organisation: int | None) -> int:
    return THEIRS + organisation if organisation else reach


@lru_cache(maxsize=500)
def _understood(text: str) -> Any:
    return meaning.vectors([text])[0]

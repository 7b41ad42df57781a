"""How many tickets questions find, counted no further than somebody reads."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection

from watchkeep.work.tickets.models import Ticket
from watchkeep.work.tickets.queries import writing
from watchkeep.work.tickets.queries.hearing import heard
from watchkeep.work.tickets.queries.queue import asked_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchkeep.kernel.actors import Actor
    from watchkeep.work.tickets.queries.filters import Filters

CAP = 500
FULL_FOR = 20  # seconds for which "more than that" is taken to be still so: these counts are dear, and hardly change

Counting = tuple[str, "Sequence[Any]"]


def counts(actor: Actor, questions: Sequence[Filters], cap: int = CAP) -> list[tuple[int, bool]]:
    """For each question how many tickets it finds, counted no further than ``cap``, and whether there are more.

    All in one query. That there are more is remembered for ``FULL_FOR`` seconds; what is said exactly is counted anew.
    """
    parts = [_counting(actor, heard(actor, one), cap + 1) for one in questions]
    keys = [_key(part) for part in parts]
    full = cache.get_many(keys)
    missing = {key: part for key, part in zip(keys, parts, strict=True) if key not in full}
    found = dict.fromkeys(full, cap + 1) | dict(zip(missing, _counted(list(missing.values())), strict=True))
    cache.set_many({key: True for key in missing if found[key] > cap}, FULL_FOR)
    return [(min(found[key], cap), found[key] > cap) for key in keys]


def _counted(parts: Sequence[Counting]) -> list[int]:
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(sql for sql, _values in parts), [v for _sql, values in parts for v in values])
        return [count for (count,) in cursor.fetchall()]


def _counting(actor: Actor, asked: Filters, most: int) -> Counting:
    """Count what is found, part by part and each no further than ``most``; words are looked for once, in all of it."""
    is_about_words = asked.words or asked.said
    whole = [Ticket.objects.visible_to(actor)] if is_about_words else Ticket.objects.in_parts_for(actor)
    first, *others = (
        asked_of(part, actor, asked, writing.found).order_by().values("pk")[:most] for part in whole
    )  # fmt: skip
    try:
        sql, values = (first.union(*others) if others else first).query.sql_with_params()
    except EmptyResultSet:
        return "(SELECT 0)", ()
    return f"(SELECT count(*) FROM ({sql}) AS found)", values  # noqa: S608  # Django's own SQL, values apart


def _key(part: Counting) -> str:
    """The same for the same question of whoever may see the same."""
    sql, values = part
    return blake2b(f"{sql}\0{values!r}".encode(), digest_size=20).hexdigest()

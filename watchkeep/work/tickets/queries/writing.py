"""Which tickets have words written on them that the reader may read.

In two forms, for the two ways to a page (``paging``): found through the words' own index, or asked of each ticket that
is met. PostgreSQL turns a set into whatever join it likes, so that asking each has to be a value of the row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery

from watchkeep.work.tickets.models import Wording
from watchkeep.work.tickets.permissions import P

if TYPE_CHECKING:
    from django.contrib.postgres.search import SearchQuery

    from watchkeep.kernel.actors import Actor
    from watchkeep.work.tickets.queries.filters import Said

Say = Callable[["Actor", Sequence["Said"]], Q]


def found(actor: Actor, said: Sequence[Said]) -> Q:
    """Tickets whose words hold all of this, through the index; one by one where it only says what must not be there."""
    if all(one.is_not for one in said):
        return on_each(actor, said)
    return _by_index(_all(actor, said))


def on_each(actor: Actor, said: Sequence[Said]) -> Q:
    """The same, asked of each ticket."""
    return _one_by_one(_all(actor, said))


def on_thread(term: SearchQuery, *, is_each: bool = False) -> Q:
    """Tickets with this on them where everybody reads it who may see them: number, title, description, replies.

    ``is_each``: asked of each ticket, for few of them.
    """
    return _one_by_one(Q(words=term)) if is_each else _by_index(Q(words=term))


def _by_index(asked: Q) -> Q:
    return Q(pk__in=Wording.objects.filter(asked).values("ticket"))


def _one_by_one(asked: Q) -> Q:
    holds: Any = ExpressionWrapper(asked, output_field=BooleanField())
    own = Wording.objects.filter(ticket=OuterRef("pk")).values_list(holds)
    return Q(Subquery(own[:1], output_field=BooleanField()))


def _all(actor: Actor, said: Sequence[Said]) -> Q:
    asked = Q()
    for one in said:
        holds = Q(*(_somewhere(actor, term) for term in one.terms))
        asked &= ~holds if one.is_not else holds
    return asked


def _somewhere(actor: Actor, term: Any) -> Q:
    """In what everybody on the ticket reads, or in a note, for those who may read notes."""
    return Q(words=term) | Q(notes=term) if actor.may(P.SEE_NOTES) else Q(words=term)

"""Telling a fact: one row, then whoever hears it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from watchkeep.kernel import live, wires
from watchkeep.kernel.facts.kinds import Fact
from watchkeep.kernel.models import FactRow

F = TypeVar("F", bound=Fact)


def tell(fact: F) -> F:
    """Write one fact, run its at-once reactions and enqueue its later ones, all in this transaction.

    Returns the fact with its id. Raises ``TransactionManagementError`` outside a transaction, and
    whatever an at-once reaction raises: then nothing has happened.
    """
    return tell_many([fact])[0]


def tell_many(facts: Sequence[F]) -> list[F]:
    """The same for a sweep: one insert and one enqueue for all of them."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a fact is told inside the transaction that makes it true")
    rows = FactRow.objects.bulk_create([fact.row() for fact in facts])
    told_ = [replace(fact, id=row.pk, by=row.by) for fact, row in zip(facts, rows, strict=True)]
    wires.react_at_once(told_)
    wires.enqueue_later(told_)
    live.changed(*{f"{fact.home()}:{fact.record}" for fact in told_})
    return told_


def told(stream: str, record: int, **filters: Any) -> QuerySet[FactRow]:
    """What has been told of a record, in order."""
    return FactRow.objects.filter(stream=stream, record=record, **filters).order_by("id")

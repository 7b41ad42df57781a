"""Reads: how far a stock-take is, and what it has found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from watchkeep.estate.stocktaking.models import Check, Outcome, Stocktake

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


def stocktakes(actor: Actor) -> QuerySet[Stocktake]:
    """All of them, the newest first."""
    return Stocktake.objects.visible_to(actor).select_related("place__cls", "cls", "starter")


def counts(stocktake: Stocktake) -> dict[str, int]:
    """How many things of each outcome; at most some thousands are in one stock-take."""
    rows = stocktake.checks.order_by().values_list("outcome").annotate(n=Count("pk"))
    return dict.fromkeys(Outcome.values, 0) | dict(rows)


def checks(stocktake: Stocktake, outcome: str) -> QuerySet[Check]:
    """The things of one outcome."""
    rows = stocktake.checks.filter(outcome=outcome)
    return rows.select_related("item__cls", "item__location", "item__user", "place")

"""Tallies: how many are open, and what they cost. Whoever changes them holds the lock of the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection

from watchkeep.estate.reconciliation.models import Finding

ITEMS = "items"
"""The tally of all items that are looked after."""
_KEEP = """
INSERT INTO reconciliation_tally AS t (kind, count, cost)
SELECT * FROM unnest(%s::text[], %s::int[], %s::numeric[]) AS d(kind, count, cost)
ON CONFLICT (kind) DO UPDATE SET count = t.count + EXCLUDED.count, cost = t.cost + EXCLUDED.cost
"""


def count(findings: Iterable[Finding], sign: int, counts: Counter[str], costs: dict[str, Decimal]) -> None:
    """Count these in, or out. What is set aside is not among them."""
    for finding in findings:
        if finding.aside_until is None:
            counts[finding.kind] += sign
            costs[finding.kind] = costs.get(finding.kind, Decimal(0)) + sign * (finding.cost or Decimal(0))


def add_cost(finding: Any, costs: dict[str, Decimal]) -> None:
    """One costs otherwise than before."""
    more = (finding.cost or Decimal(0)) - (finding.was_cost or Decimal(0))
    costs[finding.kind] = costs.get(finding.kind, Decimal(0)) + more


def keep(counts: Mapping[str, int], costs: Mapping[str, Decimal]) -> None:
    """Write them down."""
    kinds = sorted(kind for kind in counts.keys() | costs.keys() if counts.get(kind) or costs.get(kind))
    if kinds:
        numbers = [counts.get(kind, 0) for kind in kinds]
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [kinds, numbers, [costs.get(kind, Decimal(0)) for kind in kinds]])

"""Reads: what is altered on the same things shortly before or after a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from watchkeep.work.changes.queries.conflicts import plan_of_change
from watchkeep.work.changes.queries.others import Other, others

if TYPE_CHECKING:
    from watchkeep.work.changes.models import Change
    from watchkeep.work.changes.queries.conflicts import Plan

NEAR = timedelta(hours=24)
MOST = 5


class Neighbour(NamedTuple):
    """Another change on the same service or item, before it or after it."""

    number: str
    title: str
    starts_at: datetime
    ends_at: datetime
    is_before: bool


def neighbours_of(change: Change) -> list[Neighbour]:
    """Those within a day before and after it, in their order: not at its time, where they are a conflict."""
    if change.starts_at is None or change.ends_at is None:
        return []
    plan = replace(plan_of_change(change), implementer=None)
    near, _cut = others(plan.between(change.starts_at - NEAR, change.ends_at + NEAR))
    found = [
        Neighbour(one.number, one.title, one.starts_at, one.ends_at, one.ends_at <= change.starts_at)
        for one in near
        if one.starts_at and one.ends_at and _is_same(plan, one)
        and (one.ends_at <= change.starts_at or one.starts_at >= change.ends_at)
    ]  # fmt: skip
    return found[:MOST]


def _is_same(plan: Plan, other: Other) -> bool:
    """Whether they have a service or an item in common."""
    return bool({*plan.services} & {*other.services} or {*plan.items} & {*other.items})

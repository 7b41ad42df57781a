"""Reads: what is known of a change before it begins, the score that it comes to, and how well scores have ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F

from watchkeep.estate.assets.models import Item
from watchkeep.estate.calendars import queries as business_time
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.work.changes.models import WENT_WRONG, Change, ChangeItem, ChangeService
from watchkeep.work.changes.queries.conflicts import Plan, conflicts_in
from watchkeep.work.changes.queries.freezes import nearest_freeze
from watchkeep.work.changes.rules import risk as rules
from watchkeep.work.changes.rules.conflicts import Conflict

LOOKED_AT: Final = 500
"""So many of the changes that ended last are looked at for relatives."""
HALF: Final = 0.5
"""How much of its time counts as used where nothing says it."""
RELATIVES: Final = 20
"""So many of the most alike count."""
ALIKE: Final = 0.3
"""From which trigram similarity on two titles look alike."""
COLLIDES = ("change", "relative", "maintenance", "announced")
REPLAYED: Final = 2000


@dataclass(frozen=True)
class Sketch:
    """What a form says of a change, saved or not."""

    title: str = ""
    services: Sequence[int] = ()
    items: Sequence[int] = ()
    model: int | None = None
    team: int | None = None
    implementer: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    outage_minutes: int = 0
    steps: int = 0
    back_out_steps: int = 0
    test_plan: str = ""
    back_out_plan: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    change: int | None = None


@dataclass(frozen=True)
class Replay:
    """How well the rule would have ranked what has ended: the AUC over so many, of which so many went wrong."""

    auc: float | None
    changes: int
    wrong: int


@dataclass(frozen=True)
class Kin:
    """An earlier change that is alike: how much, and whether it went wrong."""

    change: int
    weight: float
    went_wrong: bool


@dataclass(frozen=True)
class Known:
    """What a score is reckoned from, and what that was: the services that fail with it, its kin, what is in its way."""

    inputs: rules.Inputs
    hit: list[Service]
    kin: list[Kin]
    collisions: list[Conflict]
    freeze: Conflict | None


def risk_of(change: Change) -> rules.Score:
    """The score of a change as it stands."""
    return risk_of_sketch(sketch_of(change))


def risk_of_sketch(sketch: Sketch) -> rules.Score:
    """The score of what a form says: a bounded number of queries however much hangs on it."""
    return rules.score(known_of(sketch).inputs)


def sketch_of(change: Change) -> Sketch:
    """A saved change as the form would say it."""
    parts = list(change.steps.values_list("part", flat=True))
    ticket = change.ticket
    return Sketch(
        title=ticket.title, services=[*change.touches.values_list("service", flat=True)],
        items=[*change.touches_items.values_list("item", flat=True)], model=change.model_id, team=ticket.team_id,
        implementer=ticket.assignee_id, starts_at=change.starts_at, ends_at=change.ends_at,
        outage_minutes=change.outage_minutes, steps=len(parts), back_out_steps=parts.count("back_out"),
        test_plan=change.test_plan, back_out_plan=change.back_out_plan, answers=change.answers, change=change.pk,
    )  # fmt: skip


def known_of(sketch: Sketch) -> Known:
    """What is known of it now."""
    hit, plan, kin = _hit(sketch), _plan(sketch), kin_of(sketch)
    against = conflicts_in(plan) if plan.starts_at and plan.ends_at else []
    collisions = [one for one in against if one.kind in COLLIDES]
    hours, freeze = nearest_freeze(plan, plan.starts_at, plan.ends_at)
    busy = _busy(sketch, hit)
    inputs = rules.Inputs(
        dependants=len(hit), tier=min((one.tier for one in hit), default=4),
        value_per_hour=float(sum(one.value_per_hour for one in hit)), on_map=bool(hit),
        relatives=[(round(one.weight, 2), one.went_wrong) for one in kin], steps=sketch.steps,
        touches=len(sketch.services) + len(sketch.items), outage_minutes=sketch.outage_minutes,
        busy=HALF if busy is None else busy, is_timed=_is_timed(sketch), has_hours=busy is not None,
        is_before_weekend=_before_weekend(sketch), test=_care(sketch.test_plan, False),
        back_out=_care(sketch.back_out_plan, sketch.back_out_steps > 0), answers=dict(sketch.answers),
        freeze_hours=hours, collisions=len(collisions),
    )  # fmt: skip
    return Known(inputs, hit, kin, collisions, freeze)


def kin_of(sketch: Sketch) -> list[Kin]:
    """The changes that ended last and are most alike."""
    ended = Change.objects.counted().filter(ended_at__isnull=False).exclude(pk=sketch.change)
    rows = list(
        ended.order_by("-ended_at")
        .annotate(likeness=TrigramSimilarity("ticket__title", sketch.title))
        .values("pk", "model", "outcome", "harmed_at", "likeness", team=F("ticket__team"), by=F("ticket__assignee"))[
            :LOOKED_AT
        ]
    )
    ids = [row["pk"] for row in rows]
    shared = ChangeService.objects.filter(change__in=ids, service__in=sketch.services)
    same_service = set(shared.values_list("change", flat=True))
    classes = Item.objects.filter(pk__in=sketch.items).values("cls")
    same_class = (
        set(ChangeItem.objects.filter(change__in=ids, item__cls__in=classes).values_list("change", flat=True))
        if sketch.items
        else set[int]()
    )
    weighed = [
        Kin(row["pk"], _weight(row, sketch, same_service, same_class), _went_wrong(row["outcome"], row["harmed_at"]))
        for row in rows
    ]
    return sorted((one for one in weighed if one.weight >= 1), key=lambda one: -one.weight)[:RELATIVES]


def replay() -> Replay:
    """Score what has ended by the rule of today, from what was known of each before it began."""
    rows = Change.objects.counted().filter(ended_at__isnull=False).exclude(risk_inputs={}).order_by("-ended_at")
    found = [
        (float(rules.score(msgspec.convert(inputs, rules.Inputs)).total), _went_wrong(outcome, harmed_at))
        for inputs, outcome, harmed_at in rows.values_list("risk_inputs", "outcome", "harmed_at")[:REPLAYED]
    ]
    return Replay(rules.auc(found), len(found), sum(1 for _score, wrong in found if wrong))


def _went_wrong(outcome: str, harmed_at: datetime | None) -> bool:
    return outcome in WENT_WRONG or harmed_at is not None


def _weight(row: Mapping[str, Any], sketch: Sketch, same_service: set[int], same_class: set[int]) -> float:
    """How alike an earlier change is."""
    alike = 2 * row["likeness"] if row["likeness"] >= ALIKE else 0
    return float(
        (2 if sketch.model and row["model"] == sketch.model else 0)
        + (1 if row["pk"] in same_service else 0)
        + (0.5 if row["pk"] in same_class else 0)
        + (0.25 if sketch.team and row["team"] == sketch.team else 0)
        + (0.25 if sketch.implementer and row["by"] == sketch.implementer else 0)
        + alike
    )


def _plan(sketch: Sketch) -> Plan:
    return Plan(
        sketch.services, sketch.items, sketch.starts_at, sketch.ends_at, sketch.implementer, sketch.change,
        model=sketch.model, team=sketch.team, takes_down=sketch.outage_minutes > 0,
    )  # fmt: skip


def _hit(sketch: Sketch) -> list[Service]:
    if not sketch.services and not sketch.items:
        return []
    ids = services.hit_by(sketch.services, sketch.items)
    return list(Service.objects.filter(pk__in=ids).active().select_related("hours"))


def _is_timed(sketch: Sketch) -> bool:
    return bool(sketch.starts_at and sketch.ends_at and sketch.ends_at > sketch.starts_at)


def _busy(sketch: Sketch, hit: Sequence[Service]) -> float | None:
    """The part of its time in which the most used of what is hit has its hours; None where nothing says it."""
    if not sketch.starts_at or not sketch.ends_at or sketch.ends_at <= sketch.starts_at or not hit:
        return None
    length = (sketch.ends_at - sketch.starts_at).total_seconds()
    specs = {one.hours_id: one.hours.spec() for one in hit if one.hours}
    parts = [business_time.between(spec, sketch.starts_at, sketch.ends_at) / length for spec in specs.values()]
    return round(min(1.0, max(parts)), 2) if parts else None


def _before_weekend(sketch: Sketch) -> bool:
    """Whether it ends on a Friday afternoon or evening (UTC): whoever could mend it leaves then."""
    if sketch.ends_at is None:
        return False
    end = sketch.ends_at.astimezone(ZoneInfo("UTC"))
    return end.weekday() == 4 and end.hour >= 13


def _care(text: str, has_steps: bool) -> int:
    """0 nothing said, 1 said in a few words, 2 said in enough of them or as steps."""
    words = len(text.split())
    if has_steps and words >= 3:
        return 2
    return 0 if not words and not has_steps else 2 if words >= 12 else 1

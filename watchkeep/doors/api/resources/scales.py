"""The scales: the matrix and thresholds that make a priority, a draft of others, and what it would have meant."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated

from django.http import Http404
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Record, Whole
from watchkeep.kernel import clock
from watchkeep.work.incidents import life, queries
from watchkeep.work.incidents.models import MatrixCell, ScalesDraft, ThresholdSet
from watchkeep.work.incidents.permissions import P

router = Resource("Scales")
Level = Annotated[Whole, Field(ge=1, le=5)]
Matrix = Annotated[list[Level], Field(min_length=9, max_length=9, examples=[[1, 2, 3, 2, 3, 4, 3, 4, 5]])]
Tier = Annotated[Whole, Field(ge=1, le=4)]
Figure = Annotated[Whole, Field(ge=1, le=2_000_000_000)]
Minutes = Annotated[Whole, Field(ge=1, le=100_000)]


class ThresholdsOut(Record):
    """From which figures on an impact is widespread or a group's, and what makes work more urgent."""

    wide_tier: int
    wide_customers: int
    wide_people: int
    wide_value: int
    group_tier: int
    group_customers: int
    group_people: int
    group_value: int
    alerts: int
    reports: int
    deadline_minutes: int
    stalled_minutes: int


class ScalesOut(Record):
    """A matrix and its thresholds."""

    matrix: list[int]
    """Nine priorities, impact by impact from the widest, in each urgency by urgency from now to later."""
    thresholds: ThresholdsOut

    @classmethod
    def of(cls, cells: dict[tuple[int, int], int], thresholds: dict[str, int]) -> "ScalesOut":
        """Show scales."""
        matrix = [cells[place] for place in sorted(cells)]
        return cls(matrix=matrix, thresholds=ThresholdsOut(**thresholds))


class ScalesDraftOut(ScalesOut):
    """Scales that are tried, with what differs from those in force."""

    changes: list[str]


class ScalesDrafting(Change):
    """What to try. A threshold that is left out stays as the draft has it, else as it is in force."""

    matrix: Matrix
    wide_tier: Tier | None = None
    wide_customers: Figure | None = None
    wide_people: Figure | None = None
    wide_value: Figure | None = None
    group_tier: Tier | None = None
    group_customers: Figure | None = None
    group_people: Figure | None = None
    group_value: Figure | None = None
    alerts: Figure | None = None
    reports: Figure | None = None
    deadline_minutes: Minutes | None = None
    stalled_minutes: Minutes | None = None


class ReplayFilters(BaseModel):
    """Which incidents to replay, and which page of those that differ."""

    days: int = Field(91, ge=1, le=366, description="How far back.")
    below: int | None = Field(None, ge=1, le=2**63 - 1, description="Taken from `next`.")


class ReplayCountOut(Record):
    """How many incidents had a priority, and how many would have had it."""

    priority: int
    was: int
    would: int


class ReplayDifferenceOut(Record):
    """An incident that would have had another priority."""

    number: str
    title: str
    was: int
    would: int


class ReplayOut(Record):
    """What the draft would have meant."""

    since: datetime
    until: datetime
    total: int
    different: int
    more_urgent: int
    counts: list[ReplayCountOut]
    differences: list[ReplayDifferenceOut]
    next: int | None
    """Give it as `below` for the next page of differences; null at the end."""


@router.read("", ScalesOut, may=P.CONFIGURE)
def get_scales(request: Call) -> ScalesOut:
    """The matrix and thresholds in force."""
    request.auth.need(P.CONFIGURE, "see the matrix")
    return ScalesOut.of(MatrixCell.in_force(), asdict(ThresholdSet.in_force()))


@router.read("/draft", ScalesDraftOut, may=P.CONFIGURE, absent=True)
def get_scales_draft(request: Call) -> ScalesDraftOut:
    """What is tried, if something is."""
    return _shown(_draft(request))


@router.verb("/draft", ScalesDraftOut, may=P.CONFIGURE)
def draft_scales(request: Call, body: ScalesDrafting) -> ScalesDraftOut:
    """Keep a matrix and thresholds to try; nothing follows from them yet."""
    given = {name: value for name, value in body.given().items() if value is not None}
    return _shown(life.draft_scales(by=request.auth, **given))


@router.remove("/draft", may=P.CONFIGURE)
def drop_scales_draft(request: Call) -> None:
    """Try it no longer."""
    life.drop_draft(by=request.auth)


@router.read("/draft/replay", ReplayOut, may=P.CONFIGURE, absent=True)
def replay_scales(request: Call, filters: Query[ReplayFilters]) -> ReplayOut:
    """How the last days would have been with the draft, and which incidents would have been different."""
    draft, now = _draft(request), clock.now()
    since = now - timedelta(days=filters.days)
    found = queries.replay(draft.cells, draft.thresholds, since=since, until=now, below=filters.below)
    return ReplayOut(
        since=since,
        until=now,
        total=found.total,
        different=found.different,
        more_urgent=found.more_urgent,
        counts=[ReplayCountOut(priority=level, was=was, would=would) for level, was, would in found.counts],
        differences=[
            ReplayDifferenceOut(number=one.ticket.number, title=one.ticket.title, was=one.was, would=one.would)
            for one in found.rows
        ],
        next=found.next,
    )


@router.verb("/draft/switch", ScalesOut, may=P.CONFIGURE)
def switch_scales(request: Call) -> ScalesOut:
    """Put the draft in force. Running incidents follow when they are next looked at; pinned ones stay."""
    life.switch_scales(by=request.auth)
    return get_scales(request)


def _draft(request: Call) -> ScalesDraft:
    request.auth.need(P.CONFIGURE, "see the matrix")
    if (draft := ScalesDraft.current()) is None:
        raise Http404
    return draft


def _shown(draft: ScalesDraft) -> ScalesDraftOut:
    scales = ScalesOut.of(draft.cells, asdict(draft.thresholds))
    return ScalesDraftOut(matrix=scales.matrix, thresholds=scales.thresholds, changes=life.changes_of(draft))

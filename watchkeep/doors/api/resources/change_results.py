"""How changes went in a time, beside the same time before it."""

from datetime import date, datetime

from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Record
from watchkeep.insight.verdicts import queries
from watchkeep.kernel import clock
from watchkeep.work.changes.permissions import P

router = Resource("Changes: verdicts")


class ResultCounts(BaseModel):
    """How the changes that ended in a time went."""

    ended: int
    known: int
    """Those of them of which somebody has said how they went, or that were found to have done harm."""
    successful: int
    """Called so, and nothing was found against it."""
    harmful: int
    """Called successful, but found to have done harm."""
    with_issues: int
    backed_out: int
    failed: int
    success_percent: int | None
    """Successful ones of a hundred that are known."""
    emergencies: int
    unannounced: int
    """Put live, or found done, without a change that said so."""
    cancelled: int
    """Called off in that time."""
    worse: int | None
    """Verdicts; null for whoever may not see them."""
    better: int | None
    harm_reviewed: int | None
    """Reviews that found harm."""

    @classmethod
    def of(cls, found: queries.Results) -> "ResultCounts":
        """Show what was counted."""
        same = cls.model_fields.keys() - {"success_percent"}
        return cls(success_percent=found.percent, **{name: getattr(found, name) for name in same})


class ResultGroup(BaseModel):
    """One team, model or service, and how its changes went."""

    id: int
    name: str
    ended: int
    known: int
    wrong: int
    """With issues, backed out, failed, or found to have done harm."""


class ResultWeek(BaseModel):
    """One week; the span cuts the first and the last."""

    on: date
    """Its Monday."""
    ended: int
    wrong: int


class ChangeResultsOut(Record):
    """What so many days up to now show."""

    days: int
    since: datetime
    until: datetime
    now: ResultCounts
    before: ResultCounts
    """The same time before it."""
    weeks: list[ResultWeek]
    teams: list[ResultGroup]
    """The eight of which most ended."""
    models: list[ResultGroup]
    services: list[ResultGroup]
    """A change counts for each service that it touches."""

    @classmethod
    def of(cls, found: queries.Report) -> "ChangeResultsOut":
        """Show a report."""
        return cls(
            days=found.days, since=found.since, until=found.until, now=ResultCounts.of(found.now),
            before=ResultCounts.of(found.before), weeks=[ResultWeek(**vars(week)) for week in found.weeks],
            teams=_groups(found.teams), models=_groups(found.models), services=_groups(found.services),
        )  # fmt: skip


class ResultSpan(BaseModel):
    """How many days, counted back from now."""

    days: int = Field(30, ge=1, le=queries.MOST_DAYS)


@router.read("", ChangeResultsOut, may=P.SEE)
def get_change_results(request: Call, filters: Query[ResultSpan]) -> ChangeResultsOut:
    """How changes ended, altogether, week by week, and by team, model and service."""
    request.auth.need(P.SEE, "see changes")
    return ChangeResultsOut.of(queries.results(request.auth, days=filters.days, until=clock.now()))


def _groups(found: list[queries.Group]) -> list[ResultGroup]:
    names = ResultGroup.model_fields
    return [ResultGroup(**{name: getattr(one, name) for name in names}) for one in found]

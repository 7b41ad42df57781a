"""Verdicts for pages: one with its comparisons, many in a list, and how a team's changes went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from watchkeep.insight.verdicts.models import ChangeReview, Compared, Finding, Verdict
from watchkeep.insight.verdicts.queries.gathering import Stretch
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change, Outcome

TEAM_DAYS = timedelta(days=90)

_OTHERS = """
SELECT mine.verdict_id, count(DISTINCT other.verdict_id)
  FROM unnest(%(verdicts)s::bigint[], %(since)s::timestamptz[], %(until)s::timestamptz[])
       AS asked(verdict, since, until)
  JOIN verdicts_touched mine ON mine.verdict_id = asked.verdict
  JOIN verdicts_touched other ON other.service_id = mine.service_id AND other.verdict_id <> mine.verdict_id
   AND other.begun_at BETWEEN asked.since AND asked.until
 GROUP BY mine.verdict_id
"""


def others(stretches: Mapping[int, Stretch]) -> dict[int, int]:
    """How many other changes began on the services of each verdict, from its beginning to the end of its stretch."""
    asked: dict[str, Any] = {
        "verdicts": [*stretches], "since": [one.begun for one in stretches.values()],
        "until": [one.until for one in stretches.values()],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, asked)
        return dict(cursor.fetchall())


def verdict_of(change: Change, actor: Actor) -> Verdict | None:
    """The verdict on a change with its review, if there is one that the reader may see."""
    rows = Verdict.objects.visible_to(actor).filter(change=change)
    return rows.select_related("change__ticket", "review__reviewer").first()


def comparisons_of(verdict: Verdict) -> list[Compared]:
    """What its last look compared: what stood out first."""
    look = max(verdict.place - 1, 0)
    rows = Compared.objects.filter(verdict=verdict, look=look).select_related("service", "indicator")
    order = {Finding.WORSE: 0, Finding.BETTER: 1, Finding.SAME: 2, Finding.UNKNOWN: 3}
    return sorted(rows, key=lambda one: (order[Finding(one.finding)], 1.0 if one.q is None else one.q, one.pk))


def verdicts(actor: Actor, *, finding: str = "") -> QuerySet[Verdict]:
    """Verdicts for a list: the one reached last comes first."""
    rows = Verdict.objects.visible_to(actor).judged()
    if finding:
        rows = rows.filter(finding=finding)
    return rows.select_related("change__ticket__service", "change__ticket__team", "review")


def open_reviews(actor: Actor) -> QuerySet[ChangeReview]:
    """Reviews that somebody has to do: what is due first comes first."""
    return ChangeReview.objects.visible_to(actor).open().select_related("verdict__change__ticket")


@dataclass(frozen=True)
class TeamRecord:
    """How the changes of a team went lately. ``known``: somebody said how, or it was found to have done harm.

    ``successful``: called so by a person, and nothing found against it.
    """

    ended: int
    known: int
    successful: int
    judged: int
    worse: int
    better: int

    @property
    def percent(self) -> int | None:
        """How many of a hundred of which it is known were successful."""
        return round(100 * self.successful / self.known) if self.known else None


def team_record(team: int, now: datetime) -> TeamRecord:
    """How the changes of a team went in the last ninety days: two statements."""
    ended = Change.objects.filter(ticket__team=team, ended_at__gte=now - TEAM_DAYS).order_by()
    outcomes = ended.aggregate(
        n=Count("pk"), known=Count("pk", filter=~Q(outcome="") | Q(harmed_at__isnull=False)),
        good=Count("pk", filter=Q(outcome=Outcome.SUCCESSFUL, harmed_at=None)),
    )  # fmt: skip
    rows = Verdict.objects.judged().filter(change__in=ended.values("pk")).order_by()
    found = dict(rows.values_list("finding").annotate(n=Count("pk")))
    return TeamRecord(
        outcomes["n"], outcomes["known"], outcomes["good"], sum(found.values()), found.get(Finding.WORSE.value, 0),
        found.get(Finding.BETTER.value, 0),
    )  # fmt: skip

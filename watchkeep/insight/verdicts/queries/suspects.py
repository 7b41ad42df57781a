"""Which changes may have caused an incident: found on the services that it touches, ranked by what is known."""

from dataclasses import dataclass
from datetime import timedelta

from watchkeep.insight.verdicts.models import Finding, RuledOut, Touched
from watchkeep.insight.verdicts.rules import suspects
from watchkeep.insight.verdicts.rules.suspects import Deed, Score
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Link, Relation

BACK = timedelta(hours=72)
AHEAD = timedelta(minutes=5)
"""Clocks differ, and a change is reported a little after it began."""
LOOKED_AT = 300
LEAST = 20
"""Fewer points are no suspicion."""


@dataclass(frozen=True)
class Suspect:
    """A change that may have caused an incident, with its score; or of which somebody knows."""

    change: Change
    score: Score
    is_named: bool = False
    is_ruled_out: bool = False
    finding: str = ""

    @property
    def is_worse(self) -> bool:
        """Whether its verdict is that it did harm."""
        return self.finding == Finding.WORSE

    @property
    def points(self) -> int:
        """From 0 to 100."""
        return self.score.points


def suspects_of(incident: Incident, actor: Actor, most: int = 5) -> list[Suspect]:
    """The changes that an incident suspects, most suspect first; what was ruled out comes last.

    Four statements, and at most the latest 300 services touched in three days, whatever the history.
    """
    failed_at = incident.service_down_at or incident.ticket.opened_at
    touched = {incident.ticket.service_id, *incident.affected.filter(left_at=None).values_list("service", flat=True)}
    rows = Touched.objects.filter(
        service__in=[one for one in touched if one], begun_at__range=(failed_at - BACK, failed_at + AHEAD)
    ).select_related("verdict").order_by("-begun_at")[:LOOKED_AT]  # fmt: skip
    nearest: dict[int, Touched] = {}
    for row in rows:
        kept = nearest.setdefault(row.verdict_id, row)
        if row.distance < kept.distance:
            nearest[row.verdict_id] = row
    if not nearest:
        return []
    changes = Change.objects.visible_to(actor).in_bulk(list(nearest))
    named = set(
        Link.objects.filter(source=incident.pk, relation=Relation.CAUSED, target__in=list(nearest))
        .values_list("target", flat=True)
    )  # fmt: skip
    ruled = set(RuledOut.objects.filter(incident=incident, change__in=list(nearest)).values_list("change", flat=True))
    found = [
        Suspect(
            change,
            suspects.score(_deed(change, nearest[pk]), failed_at),
            pk in named,
            pk in ruled,
            nearest[pk].verdict.finding,
        )
        for pk, change in changes.items()
    ]
    kept_ = [one for one in found if one.points >= LEAST or one.is_named]
    return sorted(kept_, key=lambda one: (one.is_ruled_out, not one.is_named, -one.points, -one.change.pk))[:most]


def _deed(change: Change, row: Touched) -> Deed:
    return Deed(row.begun_at, change.ended_at, row.distance, change.risk, row.verdict.finding)

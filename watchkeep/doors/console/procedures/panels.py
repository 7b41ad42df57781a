"""Runs in the room: the next step first, what else applies in one line, and whether it helped."""

from dataclasses import dataclass
from functools import cached_property

from watchkeep.doors.console.panels import Panel
from watchkeep.duty.automation import queries
from watchkeep.duty.automation.models import Run, RunStep, StepState
from watchkeep.duty.automation.permissions import P
from watchkeep.duty.automation.queries import Offer
from watchkeep.insight.detection import queries as detection
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents.models import Incident

MOST_ALERTS = 50
RUNS = rows(Run, "ticket")


@dataclass(frozen=True)
class Working:
    """A run as its reader works it."""

    run: Run
    actor: Actor

    @property
    def may_work(self) -> bool:
        """Whether the reader may press anything."""
        return self.actor.may(P.WORK)

    @property
    def may_approve(self) -> bool:
        """Whether the reader may agree to what others do."""
        return self.actor.may(P.APPROVE)

    @cached_property
    def steps(self) -> list[RunStep]:
        """All of them, each knowing the run."""
        rows = list(self.run.steps.all())
        for row in rows:
            row.run = self.run
        return rows

    @property
    def now(self) -> list[RunStep]:
        """What somebody has to do now."""
        if not self.run.is_going:
            return []
        wanted = (StepState.READY, StepState.DOING, StepState.FAILED, StepState.UNDOING)
        return [one for one in self.steps if one.state in wanted]

    @property
    def settled(self) -> int:
        """How many are behind."""
        return sum(one.state in ("done", "skipped", "undone") for one in self.steps)

    @property
    def asks_rating(self) -> bool:
        """Whether it is time to say if it helped."""
        return not self.run.is_going and self.run.helped is None and self.run.kind == "runbook" and self.may_work


@dataclass(frozen=True)
class Desk:
    """The panel."""

    going: list[Working]
    to_rate: list[Working]
    offers: list[Offer]
    may_work: bool
    may_start: bool
    """Whether another one can be begun by hand."""


def gather(incident: Incident, actor: Actor, known: Known) -> Desk | None:
    """Read the runs and what else applies; None when there is neither."""
    if not actor.may(P.SEE) or incident.is_merged:
        return None
    runs = [Working(one, actor) for one in queries.runs_of(incident.pk, actor)] if RUNS in known else []
    going = [one for one in runs if one.run.is_going]
    to_rate = [one for one in runs if one.asks_rating][:2]
    offers: list[Offer] = []
    if incident.is_open:
        alerts = detection.alerts_of(incident.pk, actor).values_list("labels", flat=True)
        busy = [one.run.procedure_id for one in going]
        offers = queries.offers(incident.ticket, lambda: alerts[:MOST_ALERTS], without=busy)[:4]
    may_work = actor.may(P.WORK)
    may_start = may_work and incident.is_open
    return Desk(going, to_rate, offers, may_work, may_start) if going or to_rate or offers or may_start else None


PANELS = (Panel(place="main", order=20, template="procedures/panel.html", gather=gather, reads=(RUNS,)),)

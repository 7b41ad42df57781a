"""The clocks of the law in the room: one line each, loud when late."""

from dataclasses import dataclass

from watchkeep.doors.console.panels import Panel
from watchkeep.duty.regulations import queries
from watchkeep.duty.regulations.models import Obligation, Report
from watchkeep.duty.regulations.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents.models import Incident

DUTIES = rows(Obligation, "ticket")


@dataclass(frozen=True)
class Law:
    """One law and the report that it wants next."""

    obligation: Obligation
    next: Report | None


@dataclass(frozen=True)
class Laws:
    """The panel."""

    laws: list[Law]
    may_work: bool


def gather(incident: Incident, actor: Actor, known: Known) -> Laws | None:
    """Read what must be reported; nothing for those whom it does not concern."""
    if not actor.may(P.SEE):
        return None
    laws = [Law(one, _next(one)) for one in queries.obligations_of(incident.pk)] if DUTIES in known else []
    may_work = actor.may(P.WORK)
    return Laws(laws, may_work) if laws or may_work else None


def _next(obligation: Obligation) -> Report | None:
    return next((row for row in obligation.reports.all() if row.is_open and row.due_at), None)


PANELS = (Panel(place="aside", order=60, template="regulations/panel.html", gather=gather, reads=(DUTIES,)),)

"""How bad it ever was: what facts remember, whatever the incident says now."""

from watchkeep.kernel import facts
from watchkeep.work.incidents.events import MajorDeclared, Opened, Reprioritised, SeverityChanged
from watchkeep.work.incidents.models import Incident

_TELLING = [one.kind for one in (Opened, Reprioritised, SeverityChanged, MajorDeclared)]


def worst(incident: Incident) -> tuple[int | None, bool]:
    """The worst severity that an incident ever had (None when it never had one), and whether it was ever a major one.

    Who lowers it or takes the declaration back changes what is done from then on, not what had happened.
    """
    told = list(facts.told("ticket", incident.pk, kind__in=_TELLING).values_list("kind", "data__severity"))
    levels = [level for level in (incident.ticket.severity, *(level for _kind, level in told)) if level]
    was_declared = any(kind == MajorDeclared.kind for kind, _level in told)
    return min(levels, default=None), incident.is_major or was_declared

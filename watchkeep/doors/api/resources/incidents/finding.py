"""Incidents found by number, among those that the caller may see."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from pydantic import Field

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resources.incidents.shapes import IncidentOut
from watchkeep.kernel.errors import Refused
from watchkeep.work.incidents.models import Incident

Number = Annotated[str, Field(min_length=1, max_length=20, description="The number, such as INC-1042.")]
_SHOWN = (
    *("ticket__service", "ticket__team", "ticket__assignee", "ticket__requester", "ticket__organisation"),
    *("parent__ticket", "merged_into__ticket"),
)


def found(request: Call, number: str) -> Incident:
    """Find the incident with this number, with everything that is shown of it; 404 when the caller sees none."""
    rows = Incident.objects.visible_to(request.auth).select_related(*_SHOWN)
    incident: Incident = get_object_or_404(rows, ticket__number=number)
    return incident


def shown(request: Call, incident: Incident) -> IncidentOut:
    """Show the incident as it stands now, after a verb."""
    return IncidentOut.of(found(request, incident.number), request.auth)


def other(request: Call, number: str, field: str) -> Incident:
    """Find the incident that a body names. Refused (422, by field) when the caller sees none."""
    incident = Incident.objects.visible_to(request.auth).filter(ticket__number=number).first()
    if incident is None:
        raise Refused("There is no such incident.", field=field, code="unknown")
    return incident

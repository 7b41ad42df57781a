"""What the views of one incident share: finding it, carrying a verb out, going back to the room."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents.forms.base import IncidentForm
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.incidents.models import Incident

Does = Callable[[], object]


def find(request: Request, number: str) -> Incident:
    """The incident with this number, with what its pages show; 404 for whoever may not see it."""
    rows = Incident.objects.visible_to(request.actor).select_related(
        "ticket__service__owner_team",
        "ticket__service__hours",
        "ticket__team",
        "ticket__assignee",
        "ticket__requester",
        "ticket__organisation",
    )  # parent and whatever it was merged into are rare, and a join for each costs the planner more than asking
    return get_object_or_404(rows, ticket__number=number.upper())


def carry(  # noqa: PLR0913  # what a verb of an incident is made of
    request: Request,
    incident: Incident,
    form: IncidentForm,
    act: Does,
    said: Words,
    *,
    template: str = "incidents/verb.html",
    undo: str = "",
    clears: str = "",
) -> HttpResponse:
    """Carry a verb out and go to the room; until then, or when it is refused, draw its form."""
    if form.carries(act):
        toast(request, said, undo=undo, clears=clears)
        return to_room(incident)
    return render(request, template, {"form": form, "incident": incident}, status=form.status)


def to_room(incident: Incident) -> HttpResponse:
    """Back to where the incident is worked."""
    return redirect("console:incident", incident.number)


def undo_at(name: str, incident: Incident, **changes: Any) -> str:
    """The address of a POST that takes an act back: it says everything."""
    given: Mapping[str, Any] = {key: "" if value is None else value for key, value in changes.items()}
    return f"{reverse(f'console:{name}', args=[incident.number])}?{urlencode({'undo': 1, **given})}"


DONE = _("Done.")

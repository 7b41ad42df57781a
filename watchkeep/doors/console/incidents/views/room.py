"""The incident room."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents import room
from watchkeep.doors.console.incidents.forms.talking import UpdateForm
from watchkeep.doors.console.incidents.story import PARTS
from watchkeep.doors.console.incidents.views.going import find
from watchkeep.duty.sla import queries as sla
from watchkeep.duty.sla.models import Clock
from watchkeep.work.desk.permissions import P as Desk


def show(request: Request, number: str) -> HttpResponse:
    """Everything about one incident, on one page."""
    incident = find(request, number)
    part = request.GET.get("part", "")
    part = part if part in PARTS else ""
    gathered = room.gather(incident, request.actor, part=part, whole="all" in request.GET)
    update = UpdateForm(incident=incident, actor=request.actor)
    drawn = {"room": gathered, "incident": incident, "ticket": incident.ticket, "part": part, "parts": PARTS,
             "may_split": request.actor.may(Desk.SPLIT)}  # fmt: skip
    return render(request, "incidents/room.html", {**drawn, "update": update})


def clock(request: Request, number: str, pk: int) -> HttpResponse:
    """How a clock came to its figure: its ledger, line by line."""
    incident = find(request, number)
    found = get_object_or_404(Clock.objects.select_related("terms"), ticket=incident.pk, pk=pk)
    return render(request, "incidents/clock.html", {"incident": incident, "explanation": sla.explain(found)})

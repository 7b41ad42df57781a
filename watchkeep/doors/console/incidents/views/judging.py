"""How bad, how urgent, whose, and what is known: a page for each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents import forms
from watchkeep.doors.console.incidents.forms.base import IncidentForm
from watchkeep.doors.console.incidents.views.going import carry, find, undo_at
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.errors import Stale
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.permissions import P as Tickets
from watchkeep.work.tickets.queries import changed_between


def triage(request: Request, number: str) -> HttpResponse:
    """Say where it belongs."""
    incident = find(request, number)
    form = forms.TriageForm.asked(request, incident=incident, actor=request.actor)
    return carry(
        request,
        incident,
        form,
        lambda: life.triage(incident, by=request.actor, **form.judged()),
        _("Triaged."),
        template="incidents/matrix.html",
    )


def priority(request: Request, number: str) -> HttpResponse:
    """Judge impact and urgency."""
    incident = find(request, number)
    form = forms.PriorityForm.asked(request, incident=incident, actor=request.actor)
    undo = undo_at("incident-priority", incident, cell=f"{incident.impact}-{incident.urgency}")
    return carry(
        request,
        incident,
        form,
        lambda: life.reprioritise(incident, by=request.actor, **form.judged()),
        _("Priority set."),
        template="incidents/matrix.html",
        undo=undo,
    )


def severity(request: Request, number: str) -> HttpResponse:
    """Declare a severity."""
    incident = find(request, number)
    form = forms.SeverityForm.asked(request, incident=incident, actor=request.actor)
    undo = undo_at("incident-severity", incident, severity=incident.ticket.severity)

    def act() -> None:
        life.set_severity(incident, by=request.actor, **form.cleaned_data)

    return _kept(request, incident, form, lambda: carry(request, incident, form, act, _("Declared."), undo=undo))


def assign(request: Request, number: str) -> HttpResponse:
    """Give it to a team and a person."""
    incident = find(request, number)
    request.actor.need(Tickets.ASSIGN, "assign incidents")
    ticket = incident.ticket
    form = forms.AssignForm.asked(request, incident=incident, actor=request.actor)
    undo = undo_at("incident-assign", incident, team=ticket.team_id, person=ticket.assignee_id)
    return carry(
        request,
        incident,
        form,
        lambda: tickets.assign(ticket, by=request.actor, **form.cleaned_data),
        _("Assigned."),
        undo=undo,
    )


def edit(request: Request, number: str) -> HttpResponse:
    """Correct what it says."""
    incident = find(request, number)
    form = forms.EditForm.asked(request, incident=incident, actor=request.actor)

    def act() -> None:
        tickets.edit(incident.ticket, by=request.actor, **form.changed())
        if beside := changed_between(incident.ticket, form.cleaned_data.get("version") or incident.ticket.version):
            said = _("Somebody changed %(what)s while you were writing. Both stand.")
            toast(request, said % {"what": ", ".join(beside).replace("_", " ")}, level=messages.INFO)

    return _kept(request, incident, form, lambda: carry(request, incident, form, act, _("Saved.")))


def amend(request: Request, number: str) -> HttpResponse:
    """Correct cause, fix and times."""
    incident = find(request, number)
    form = forms.AmendForm.asked(request, incident=incident, actor=request.actor)

    def act() -> None:
        life.amend(incident, by=request.actor, **form.changed())

    return _kept(request, incident, form, lambda: carry(request, incident, form, act, _("Saved.")))


def deadline(request: Request, number: str) -> HttpResponse:
    """Say by when it must be done."""
    incident = find(request, number)
    form = forms.DeadlineForm.asked(request, incident=incident, actor=request.actor)

    def act() -> None:
        life.amend(incident, by=request.actor, **form.cleaned_data)

    return _kept(request, incident, form, lambda: carry(request, incident, form, act, _("Deadline kept.")))


def _kept(request: Request, incident: Incident, form: IncidentForm, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Carry out; when somebody saved first, draw the form with what was typed, beside what stands there now."""
    try:
        return act()
    except Stale as no:
        incident.ticket.refresh_from_db()
        form.data = {**form.data.dict(), "version": str(incident.ticket.version)}  # type: ignore[attr-defined]
        clashes = [
            (form[name].label, name, _in_words(value)) for name, value in no.current.items() if name in form.fields
        ]
        drawn: dict[str, Any] = {"form": form, "incident": incident, "no": no, "clashes": clashes}
        return render(request, "incidents/verb.html", drawn, status=409)


def _in_words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value if value is not None else _("nothing"))

"""Paging by hand: the next step at once, or one person more."""

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents.forms import PlainForm
from watchkeep.doors.console.incidents.forms.base import IncidentForm, WorkerField
from watchkeep.doors.console.incidents.views.going import carry, find
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Escalation
from watchkeep.work.incidents.models import Incident


class PageForm(IncidentForm):
    """Whom to page."""

    heading = _("Page somebody")
    says = _("Besides whomever the policy pages. It goes out at once, by every way that reaches them urgently.")
    button = _("Page")
    person = WorkerField()
    field_order = ["person"]

    def clean_person(self) -> object:
        """Somebody must be named."""
        if not self.cleaned_data["person"]:
            raise forms.ValidationError(_("Choose a person."))
        return self.cleaned_data["person"]


def escalate(request: Request, number: str) -> HttpResponse:
    """Take the next step now, without waiting for an answer."""
    incident = find(request, number)
    running = _running(incident)
    form = PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Escalate now"), _("Page the next step")
    form.says = _("The next step of the policy is paged at once.")
    return carry(
        request,
        incident,
        form,
        lambda: life.escalate(running, by=request.actor, after=_seen(request) or running.here),
        _("The next step is being paged."),
    )


def page(request: Request, number: str) -> HttpResponse:
    """Page one person more."""
    incident = find(request, number)
    running = _running(incident)
    form = PageForm.asked(request, incident=incident, actor=request.actor)
    return carry(
        request,
        incident,
        form,
        lambda: life.page_somebody(running, by=request.actor, person=form.cleaned_data["person"]),
        _("Paged."),
    )


def _seen(request: Request) -> life.Position | None:
    """The step that the reader saw taken, so that two who press at once skip nobody."""
    round_, dot, step = request.POST.get("seen", "").partition(".")
    return life.Position(int(round_), int(step)) if dot and round_.isdecimal() and step.isdecimal() else None


def _running(incident: Incident) -> Escalation:
    """The search for somebody, of which there must have been one."""
    found = queries.latest(incident.ticket)
    if found is None:
        raise Http404
    return found

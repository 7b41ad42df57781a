"""Each verb of an incident's life has an address, and a page that asks for what it needs."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents import forms
from watchkeep.doors.console.incidents.views.going import carry, find, undo_at
from watchkeep.work.incidents import life


def acknowledge(request: Request, number: str) -> HttpResponse:
    """I have it."""
    incident = find(request, number)
    form = forms.PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Acknowledge"), _("I have it")
    return carry(request, incident, form, lambda: life.acknowledge(incident, by=request.actor), _("You have it."))


def start(request: Request, number: str) -> HttpResponse:
    """Begin to work on it."""
    incident = find(request, number)
    form = forms.PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Start work"), _("Start")
    return carry(request, incident, form, lambda: life.start(incident, by=request.actor), _("In progress."))


def hold(request: Request, number: str) -> HttpResponse:
    """Wait for something outside our hands."""
    incident = find(request, number)
    form = forms.HoldForm.asked(request, incident=incident, actor=request.actor)
    undo = undo_at("incident-resume", incident)
    return carry(
        request,
        incident,
        form,
        lambda: life.hold(incident, by=request.actor, **form.cleaned_data),
        _("On hold. The clocks rest."),
        undo=undo,
    )


def resume(request: Request, number: str) -> HttpResponse:
    """The waiting is over."""
    incident = find(request, number)
    form = forms.PlainForm.asked(request, incident=incident, actor=request.actor)
    form.heading, form.button = _("Resume"), _("Resume work")
    undo = undo_at("incident-hold", incident, reason=incident.hold_reason)
    return carry(
        request,
        incident,
        form,
        lambda: life.resume(incident, by=request.actor),
        _("In progress again. The clocks go on."),
        undo=undo,
    )


def restore(request: Request, number: str) -> HttpResponse:
    """The service is back."""
    incident = find(request, number)
    form = forms.RestoreForm.asked(request, incident=incident, actor=request.actor)
    return carry(
        request,
        incident,
        form,
        lambda: life.restore(incident, by=request.actor, **form.cleaned_data),
        _("The service is restored."),
    )


def resolve(request: Request, number: str) -> HttpResponse:
    """The cause is dealt with."""
    incident = find(request, number)
    form = forms.ResolveForm.asked(request, incident=incident, actor=request.actor)
    return carry(
        request,
        incident,
        form,
        lambda: life.resolve(incident, by=request.actor, **form.cleaned_data),
        _("Resolved."),
        clears=f"{incident.number}:fix",
    )


def close(request: Request, number: str) -> HttpResponse:
    """End it early."""
    incident = find(request, number)
    form = forms.CloseForm.asked(request, incident=incident, actor=request.actor)
    return carry(request, incident, form, lambda: life.close(incident, by=request.actor), _("Closed."))


def cancel(request: Request, number: str) -> HttpResponse:
    """It was no incident."""
    incident = find(request, number)
    form = forms.CancelForm.asked(request, incident=incident, actor=request.actor)
    return carry(
        request,
        incident,
        form,
        lambda: life.cancel(incident, by=request.actor, **form.cleaned_data),
        _("Cancelled."),
        undo=undo_at("incident-reopen", incident),
    )


def reopen(request: Request, number: str) -> HttpResponse:
    """It is back."""
    incident = find(request, number)
    form = forms.ReopenForm.asked(request, incident=incident, actor=request.actor)
    return carry(
        request,
        incident,
        form,
        lambda: life.reopen(incident, by=request.actor, **form.cleaned_data),
        _("Reopened. You have it."),
    )

"""The verbs of a change, each with its form."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.changes import forms
from watchkeep.doors.console.changes.views.reading import find
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.automation import life as automation
from watchkeep.duty.connections.models import ActionRun
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Outcome

STEPS: dict[str, tuple[type[forms.VerbForm], Callable[..., None], Any]] = {
    "submit": (forms.VerbForm, life.submit, _("Submit")),
    "rush": (forms.VerbForm, life.rush, _("Begin as an emergency")),
    "ask": (forms.VerbForm, life.ask, _("Ask for approval")),
    "schedule": (forms.VerbForm, life.schedule, _("Schedule")),
    "begin": (forms.VerbForm, life.begin, _("Begin")),
    "finish": (forms.VerbForm, life.finish, _("Finished")),
    "back_out": (forms.ReasonForm, life.back_out, _("Back out")),
    "close": (forms.CloseForm, life.close, _("Close")),
    "rework": (forms.ReasonForm, life.rework, _("Back to draft")),
    "cancel": (forms.ReasonForm, life.cancel, _("Call off")),
}


def step(request: Request, number: str, verb: str) -> HttpResponse:
    """Take a step of its life."""
    one = find(request, number)
    if verb not in STEPS:
        raise Http404
    kind, act, title = STEPS[verb]
    first = {"outcome": Outcome.BACKED_OUT if one.is_backed_out else Outcome.SUCCESSFUL}
    form = kind.asked(request, initial=first)
    if form.carries(lambda: act(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Done."))
        return redirect("console:change", one.number)
    back = reverse("console:change", args=[one.number])
    danger = verb in {"back_out", "rush"}
    return verbs.page(request, form, title=title, submit=title, back=back, say=one.ticket.title, danger=danger)


def run_step(request: Request, number: str, step: int) -> HttpResponse:
    """Let a step of the plan be done by its action, or see what would be sent."""
    one = find(request, number)
    row = get_object_or_404(one.steps.all(), pk=step)
    row.change = one
    form, asked = forms.RunForm.asked(request), list[ActionRun]()
    if form.carries(lambda: asked.append(automation.run_plan_step(row, by=request.actor, **form.cleaned_data))):
        return redirect("console:action_run", asked[0].pk)
    back = reverse("console:change", args=[one.number])
    return verbs.page(request, form, title=row.title, submit=_("Run"), back=back, say=row.action)


def take_step(request: Request, number: str, step: int) -> HttpResponse:
    """Say how a step of the plan went."""
    one = find(request, number)
    row = get_object_or_404(one.steps.all(), pk=step)
    row.change = one
    form = forms.StepForm.asked(request)
    if form.carries(lambda: life.take_step(row, by=request.actor, **form.cleaned_data)):
        return redirect(f"{reverse('console:change', args=[one.number])}#plan")
    back = reverse("console:change", args=[one.number])
    return verbs.page(request, form, title=row.title, submit=_("Save"), back=back)

"""The verbs of a change, each with its form."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.changes import forms
from watchkeep.doors.console.changes.views.reading import find, is_early
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.automation import life as automation
from watchkeep.duty.connections.models import ActionRun
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change, Outcome


@transaction.atomic
def submit(one: Change, *, by: Actor, asks: bool = False) -> None:
    """Submit it, and ask for approval in the same breath."""
    life.submit(one, by=by)
    if asks:
        life.ask(one, by=by)


STEPS: dict[str, tuple[type[forms.VerbForm], Callable[..., None], Any, Any]] = {
    "submit": (forms.SubmitForm, submit, _("Submit"), _("It is ready for others to judge.")),
    "rush": (forms.VerbForm, life.rush, _("Begin as an emergency"),
             _("It is under way from now on. Who must agree is asked at once, and a review follows.")),
    "ask": (forms.VerbForm, life.ask, _("Ask for approval"),
            _("Whoever must agree by the policies hears of it. What they agree to falls when it is edited.")),
    "schedule": (forms.VerbForm, life.schedule, _("Schedule"), _("It takes its time in the calendar.")),
    "begin": (forms.VerbForm, life.begin, _("Begin"), _("It is under way from now on, and shown so to everybody.")),
    "finish": (forms.VerbForm, life.finish, _("Finished"), _("It is done. Next its effect is judged.")),
    "back_out": (forms.ReasonForm, life.back_out, _("Back out"), _("The steps of the way back are what is done next.")),
    "close": (forms.CloseForm, life.close, _("Close"), _("How it went counts for its model and for changes like it.")),
    "rework": (forms.ReasonForm, life.rework, _("Back to draft"), _("It can be edited. What was agreed to falls.")),
    "cancel": (forms.ReasonForm, life.cancel, _("Call off"), _("It is not done.")),
}  # fmt: skip


def step(request: Request, number: str, verb: str) -> HttpResponse:
    """Take a step of its life."""
    one = find(request, number)
    if verb not in STEPS:
        raise Http404
    kind, act, title, words = STEPS[verb]
    first = {"outcome": Outcome.BACKED_OUT if one.is_backed_out else Outcome.SUCCESSFUL}
    form = kind.asked(request, initial=first)
    if isinstance(form, forms.SubmitForm | forms.CloseForm):
        form.begin(one)
    if form.carries(lambda: act(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Now: %(state)s.") % {"state": one.ticket.get_state_display()})
        return redirect("console:change", one.number)
    back = reverse("console:change", args=[one.number])
    danger = verb in {"back_out", "rush"}
    if verb == "begin" and is_early(one):
        words = _("It begins at its time, not before. Edit its plan to move it.")
    leave = _("Not now") if verb in {"back_out", "cancel"} else ""
    drawn = {"title": f"{title}: {one.number}", "submit": title, "back": back, "say": words, "leave": leave}
    return verbs.page(request, form, danger=danger, **drawn)


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
    form.begin(row)
    if form.carries(lambda: life.take_step(row, by=request.actor, **form.cleaned_data)):
        return redirect(f"{reverse('console:change', args=[one.number])}#plan")
    back = reverse("console:change", args=[one.number])
    return verbs.page(request, form, title=row.title, submit=_("Save"), back=back)

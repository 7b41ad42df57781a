"""Models of changes: what the next one of its sort begins with, and how the last ones went."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.changes import forms, risks, writing
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Change, ChangeModel, Standing
from watchkeep.work.changes.permissions import P

KNOWN = (
    "name", "description", "team", "title", "purpose", "test_plan", "back_out_plan", "communication", "length_minutes",
    "outage_minutes", "promote_at", "demote_under", "window_runs",
)  # fmt: skip
LAST = 20


def models(request: Request) -> HttpResponse:
    """All models, by name, and how well risk has ranked what ended."""
    request.actor.need(P.SEE, str(_("see changes")))
    rows = ChangeModel.objects.visible_to(request.actor).select_related("team")[:500]
    drawn = {"models": rows, "may_manage": request.actor.may(P.MANAGE), "replay": queries.replay()}
    return render(request, "changes/models.html", drawn)


def model(request: Request, slug: str) -> HttpResponse:
    """One model: its plan, its record, and the changes that began with it."""
    one = _found(request, slug)
    runs = Change.objects.visible_to(request.actor).filter(model=one).order_by("-ticket_id")[:LAST]
    drawn = {
        "model": one, "record": queries.record_of(one), "plan": writing.lines_of_plan(one.plan),
        "runs": [(run, risks.sign_of(run.risk)) for run in runs], "may_plan": request.actor.may(P.PLAN),
        "may_manage": request.actor.may(P.MANAGE),
    }  # fmt: skip
    return render(request, "changes/model.html", drawn)


def add(request: Request) -> HttpResponse:
    """Make a model."""
    request.actor.need(P.MANAGE, str(_("look after models of changes")))
    form, made = forms.ModelForm.asked(request), list[ChangeModel]()
    if form.carries(lambda: made.append(life.add_model(by=request.actor, **form.given()))):
        return redirect("console:change-model", made[0].slug)
    back = reverse("console:change-models")
    return verbs.page(request, form, title=_("New model"), submit=_("Make"), back=back)


def edit(request: Request, slug: str) -> HttpResponse:
    """Edit a model."""
    request.actor.need(P.MANAGE, str(_("look after models of changes")))
    one = _found(request, slug)
    known = {name: getattr(one, name) for name in KNOWN} | writing.lines_of_plan(one.plan)
    form = forms.ModelForm.asked(request, initial=known)
    if form.carries(lambda: life.edit_model(one, by=request.actor, **form.given())):
        return redirect("console:change-model", one.slug)
    back = reverse("console:change-model", args=[one.slug])
    say = _("It is standard: with another plan it is looked at again.") if one.standing == Standing.STANDARD else ""
    return verbs.page(request, form, title=one.name, submit=_("Save"), back=back, say=say)


def promote(request: Request, slug: str) -> HttpResponse:
    """Approve its changes beforehand."""
    one, form = _found(request, slug), forms.VerbForm.asked(request)
    if form.carries(lambda: life.promote(one, by=request.actor)):
        toast(request, _("Its changes need nobody's approval any more."))
        return redirect("console:change-model", one.slug)
    back = reverse("console:change-model", args=[one.slug])
    return verbs.page(request, form, title=_("Make it standard"), submit=_("Approve beforehand"), back=back)


def demote(request: Request, slug: str) -> HttpResponse:
    """Look at each of its changes again."""
    one, form = _found(request, slug), forms.ReasonForm.asked(request)
    if form.carries(lambda: life.demote(one, by=request.actor, **form.cleaned_data)):
        return redirect("console:change-model", one.slug)
    back = reverse("console:change-model", args=[one.slug])
    return verbs.page(request, form, title=_("No longer standard"), submit=_("Look at each again"), back=back)


def _found(request: Request, slug: str) -> ChangeModel:
    return get_object_or_404(ChangeModel.objects.visible_to(request.actor).select_related("team"), slug=slug)

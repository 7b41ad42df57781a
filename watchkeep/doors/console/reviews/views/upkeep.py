"""Policies of upkeep: what becomes a preventive task by itself."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.reviews.forms import UpkeepForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.insight.reviews import life
from watchkeep.insight.reviews.models import UpkeepPolicy
from watchkeep.insight.reviews.permissions import P

MOST = 200


def policies(request: Request) -> HttpResponse:
    """All of them, by name."""
    request.actor.need(P.SEE_ACTIONS, _("see preventive tasks"))
    rows = UpkeepPolicy.objects.visible_to(request.actor).select_related("cls", "owner")[:MOST]
    return render(request, "reviews/upkeep.html", {"rows": rows})


def add(request: Request) -> HttpResponse:
    """Say what becomes a task by itself."""
    return _say(request, UpkeepPolicy(), _("What becomes a task by itself"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Say it otherwise."""
    rows = UpkeepPolicy.objects.visible_to(request.actor)
    return _say(request, get_object_or_404(rows, pk=pk), _("Change"))


def _say(request: Request, policy: UpkeepPolicy, title: str) -> HttpResponse:
    request.actor.need(P.MANAGE_ACTIONS, _("say what becomes a task"))
    known = {name: getattr(policy, name) for name in life.POLICY if name != "owner" or policy.owner_id}
    form = UpkeepForm.asked(request, initial=known)
    if form.carries(lambda: life.save_policy(policy, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved. What fits is planned within a minute."))
        return redirect("console:upkeep")
    return verbs.page(request, form, title=title, submit=_("Save"), back=reverse("console:upkeep"))

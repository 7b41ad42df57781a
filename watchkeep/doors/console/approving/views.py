"""Policies in their order, and the form of one with its preview on what is open."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.approving.forms import PolicyForm
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import ApprovalPolicy
from watchkeep.work.changes.permissions import P


def policies(request: Request) -> HttpResponse:
    """All policies, in the order in which they are asked."""
    request.actor.need(P.SEE, str(_("see changes")))
    rows = ApprovalPolicy.objects.visible_to(request.actor).prefetch_related("services")
    return render(request, "approving/list.html", {"rows": rows, "may": request.actor.may(P.MANAGE)})


def add(request: Request) -> HttpResponse:
    """A new policy, asked after all others."""
    request.actor.need(P.MANAGE, str(_("look after approval policies")))
    form = PolicyForm.asked(request)
    if "preview" in request.POST:
        return _previewed(request, form, ApprovalPolicy())
    if form.carries(lambda: life.add_policy(by=request.actor, **form.given())):
        toast(request, _("The policy is in force."))
        return redirect("console:change-policies")
    return render(request, "approving/form.html", {"form": form}, status=form.status)


def policy(request: Request, pk: int) -> HttpResponse:
    """One policy, to read and to change."""
    request.actor.need(P.MANAGE, str(_("look after approval policies")))
    one = get_object_or_404(ApprovalPolicy.objects.prefetch_related("services"), pk=pk)
    form = PolicyForm.asked(request, initial=PolicyForm.filled(one), kept=one.stages)
    if "preview" in request.POST:
        return _previewed(request, form, one)
    if form.carries(lambda: life.edit_policy(one, by=request.actor, **form.given())):
        toast(request, _("Saved."))
        return redirect("console:change-policies")
    return render(request, "approving/form.html", {"form": form, "policy": one}, status=form.status)


@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """Ask it earlier, or later."""
    life.move_policy(get_object_or_404(ApprovalPolicy, pk=pk), by=request.actor, up="up" in request.POST)
    return redirect("console:change-policies")


def remove(request: Request, pk: int) -> HttpResponse:
    """Take it away."""
    request.actor.need(P.MANAGE, str(_("look after approval policies")))
    one = get_object_or_404(ApprovalPolicy, pk=pk)
    form, back = VerbForm.asked(request), reverse("console:change-policies")
    if form.carries(lambda: life.remove_policy(one, by=request.actor)):
        return redirect("console:change-policies")
    say = _("Whoever it has asked stays asked; the next changes ask the policies that remain.")
    return verbs.page(request, form, title=one.name, submit=_("Remove"), back=back, say=say, danger=True)


def _previewed(request: Request, form: PolicyForm, one: ApprovalPolicy) -> HttpResponse:
    """Which of the changes that are open it would decide on. Nothing is saved."""
    found: list[Any] = []
    is_done = form.carries(lambda: found.extend(queries.tried(one, form.given(), request.actor)))
    drawn = {"form": form, "policy": one if one.pk else None, "found": found, "previewed": is_done}
    return render(request, "approving/form.html", drawn, status=form.status)

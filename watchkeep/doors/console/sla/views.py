"""Clocks explained, targets listed and set."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.sla.forms import CaseForm, TargetForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.sla import life, queries
from watchkeep.duty.sla.models import Target
from watchkeep.duty.sla.permissions import P
from watchkeep.work.tickets.models import Ticket


def explanation(request: Request, number: str) -> HttpResponse:
    """Open the figures of an incident's clocks down to the ledger that made them."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.actor), number=number)
    told = queries.explain_all(ticket.pk)
    return render(request, "sla/explanation.html", {"ticket": ticket, "told": told})


def targets(request: Request) -> HttpResponse:
    """What is promised, and which promise would win for a priority and a service."""
    request.actor.need(P.CONFIGURE, _("see the targets"))
    form = CaseForm(request.GET or None)
    case = form.cleaned_data if form.is_valid() else {}
    winners = queries.winners(case.get("priority") or 3, case.get("service"))
    context = {"targets": queries.targets(), "form": form, "winners": winners}
    return render(request, "sla/targets.html", context)


def add(request: Request) -> HttpResponse:
    """Promise something new."""
    request.actor.need(P.CONFIGURE, _("set targets"))
    form = TargetForm.asked(request)
    if form.carries(lambda: life.set_target(by=request.actor, **form.asked_for)):
        toast(request, _("Promised. Clocks that run already keep the promise that they carry."))
        return redirect("console:sla_targets")
    return render(request, "sla/target.html", {"form": form}, status=form.status)


def change(request: Request, pk: int) -> HttpResponse:
    """Promise another time for the same aim, or the same for another aim."""
    request.actor.need(P.CONFIGURE, _("set targets"))
    target = get_object_or_404(Target, pk=pk)
    form = TargetForm.asked(request, initial=TargetForm.filled(target))
    if form.carries(lambda: life.change_target(target, by=request.actor, **form.asked_for)):
        toast(request, _("Changed. Clocks that run already keep the promise that they carry."))
        return redirect("console:sla_targets")
    return render(request, "sla/target.html", {"form": form, "target": target}, status=form.status)


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Take a target away."""
    target = get_object_or_404(Target, pk=pk)
    undo = f"{reverse('console:sla_target_add')}?{urlencode({'undo': 1, **TargetForm.filled(target, blank='')})}"
    life.drop_target(target, by=request.actor)
    toast(request, _("Taken away."), undo=undo)
    return redirect("console:sla_targets")

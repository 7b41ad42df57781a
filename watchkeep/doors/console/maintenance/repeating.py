"""Pages on plans: maintenance that comes again and again."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.maintenance.forms import RepeatForm, items_seen, known
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.services import life
from watchkeep.estate.services.models import MaintenancePlan
from watchkeep.estate.services.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.pages import keyset


def plans(request: Request) -> HttpResponse:
    """All that comes again and again, by what it is for."""
    request.actor.need(P.SEE, _("see maintenance"))
    rows = (
        MaintenancePlan.objects.visible_to(request.actor)
        .in_force()
        .prefetch_related("services", items_seen(request.actor))
    )
    page = keyset(rows, order=("reason", "id"), cursor=request.GET.get("cursor"))
    return render(request, "maintenance/plans.html", {"page": page, "plans": page.rows})


def plan(request: Request, pk: int) -> HttpResponse:
    """One plan, and all its windows that are laid out, the next first."""
    one, now = _found(request, pk), clock.now()
    rows = one.windows.ahead(now).prefetch_related("services", items_seen(request.actor))
    page = keyset(rows, order=("starts_at", "id"), cursor=request.GET.get("cursor"))
    return render(request, "maintenance/plan.html", {"plan": one, "page": page, "windows": page.rows, "now": now})


def make(request: Request) -> HttpResponse:
    """Plan something that comes again and again."""
    request.actor.need(P.MAINTAIN)
    start = (clock.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    first = {"begins_at": timezone.make_naive(start), "time_zone": timezone.get_current_timezone_name()}
    form, made = RepeatForm.asked(request, initial=first), list[MaintenancePlan]()
    form.begin(request.actor)
    if form.carries(lambda: made.append(life.make_plan(by=request.actor, **form.given()))):
        toast(request, _("Planned. Its first windows are there."))
        return redirect("console:maintenance-plan-page", made[0].pk)
    back = reverse("console:maintenance-plans")
    return verbs.page(request, form, title=_("Plan recurring maintenance"), submit=_("Plan"), back=back)


def edit(request: Request, pk: int) -> HttpResponse:
    """Change when it comes, over what, why or how."""
    request.actor.need(P.MAINTAIN)
    one = _found(request, pk)
    form = RepeatForm.asked(request, initial=known(one))
    form.begin(request.actor)
    if form.carries(lambda: life.edit_plan(one, by=request.actor, **form.given())):
        toast(request, _("Saved. What has not begun follows."))
        return redirect("console:maintenance-plan-page", one.pk)
    back = reverse("console:maintenance-plan-page", args=[one.pk])
    return verbs.page(request, form, title=one.reason, submit=_("Save"), back=back)


def end(request: Request, pk: int) -> HttpResponse:
    """Let it come no more."""
    request.actor.need(P.MAINTAIN)
    one, form = _found(request, pk), VerbForm.asked(request)
    if form.carries(lambda: life.end_plan(one, by=request.actor)):
        toast(request, _("It comes no more."))
        return redirect("console:maintenance-plans")
    back = reverse("console:maintenance-plan-page", args=[one.pk])
    say = _("Its windows that have not begun are called off.")
    return verbs.page(request, form, title=_("End the plan"), submit=_("End it"), back=back, say=say, danger=True)


def _found(request: Request, pk: int) -> MaintenancePlan:
    rows = MaintenancePlan.objects.visible_to(request.actor)
    return get_object_or_404(rows.prefetch_related("services", items_seen(request.actor)), pk=pk)

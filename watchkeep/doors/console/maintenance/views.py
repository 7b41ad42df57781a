"""Pages on maintenance windows."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.maintenance.forms import MaintenanceForm, items_seen, known
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.services import life, queries
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.estate.services.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.pages import keyset


def maintenance(request: Request) -> HttpResponse:
    """What is worked on now and next, of each plan its next window; what is over on request."""
    request.actor.need(P.SEE, _("see maintenance"))
    rows, now = MaintenanceWindow.objects.visible_to(request.actor), clock.now()
    rows = rows.prefetch_related("services", items_seen(request.actor))
    is_past = "past" in request.GET
    rows = rows.exclude(pk__in=rows.ahead(now)) if is_past else rows.ahead(now).first_of_plans()
    order = ("-starts_at", "-id") if is_past else ("starts_at", "id")
    page = keyset(rows, order=order, cursor=request.GET.get("cursor"))
    further = {} if is_past else queries.further_windows(page.rows)
    drawn = {"page": page, "windows": page.rows, "now": now, "is_past": is_past, "further": further}
    return render(request, "maintenance/list.html", drawn)


def plan(request: Request) -> HttpResponse:
    """Plan a window."""
    request.actor.need(P.MAINTAIN)
    start = (clock.now() + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    asked = [pk for pk in request.GET.getlist("services") if pk.isdecimal()]
    begin = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    form = MaintenanceForm.asked(request, initial=begin)
    form.begin(request.actor).initial["services"] = asked
    if form.carries(lambda: life.plan_maintenance(by=request.actor, **form.cleaned_data)):
        toast(request, _("Planned. While it lasts, alerts of these services page nobody."))
        return redirect("console:maintenance")
    return verbs.page(request, form, title=_("Plan maintenance"), submit=_("Plan"), back=reverse("console:maintenance"))


def move(request: Request, pk: int) -> HttpResponse:
    """Change when, over what or why."""
    request.actor.need(P.MAINTAIN)
    window = get_object_or_404(MaintenanceWindow.objects.visible_to(request.actor), pk=pk)
    form = MaintenanceForm.asked(request, initial=known(window))
    form.begin(request.actor)
    if form.carries(lambda: life.move_maintenance(window, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:maintenance")
    back = reverse("console:maintenance")
    return verbs.page(request, form, title=_("Change maintenance"), submit=_("Save"), back=back)


def cancel(request: Request, pk: int) -> HttpResponse:
    """Do nothing then after all, or end the work early."""
    request.actor.need(P.MAINTAIN)
    window = get_object_or_404(MaintenanceWindow.objects.visible_to(request.actor), pk=pk)
    form = VerbForm.asked(request)
    if form.carries(lambda: life.cancel_maintenance(window, by=request.actor)):
        toast(request, _("Alerts of these services page again."))
        return redirect("console:maintenance")
    say, back = (
        _("“%(reason)s” ends, and alerts page again.") % {"reason": window.reason},
        reverse("console:maintenance"),
    )
    return verbs.page(request, form, title=_("End maintenance"), submit=_("End it"), back=back, say=say, danger=True)

"""Standing in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.foresight import CarefulSureForm
from watchkeep.doors.console.oncall.forms import OverrideForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Override, Schedule


def new(request: Request, pk: int) -> HttpResponse:
    """Let somebody stand in; oneself, unless one says otherwise."""
    schedule = get_object_or_404(Schedule.objects.visible_to(request.actor), pk=pk)
    form = OverrideForm.asked(request, initial=OverrideForm.suggestion() | {"person": request.user.pk})
    if form.carries_carefully(lambda: life.add_override(schedule, by=request.actor, **form.cleaned_data)):
        toast(request, _("%(name)s stands in.") % {"name": form.cleaned_data["person"]})
        return redirect("console:schedule", pk)
    return render(request, "oncall/override_form.html", {"form": form, "schedule": schedule}, status=form.status)


def remove(request: Request, pk: int) -> HttpResponse:
    """Undo it."""
    override = _found(request, pk)
    form = CarefulSureForm.asked(request)
    if form.carries_carefully(lambda: life.remove_override(_found(request, pk), by=request.actor)):
        toast(request, _("%(name)s no longer stands in.") % {"name": override.person})
        return redirect("console:schedule", override.schedule_id)
    return render(request, "oncall/override_remove.html", {"form": form, "override": override}, status=form.status)


def _found(request: Request, pk: int) -> Override:
    visible = Schedule.objects.visible_to(request.actor)
    found = Override.objects.filter(schedule__in=visible).select_related("schedule", "person")
    return get_object_or_404(found, pk=pk)

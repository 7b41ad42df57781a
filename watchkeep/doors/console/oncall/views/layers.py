"""The layers of a schedule."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.foresight import CarefulSureForm
from watchkeep.doors.console.oncall.forms import LayerForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Layer, Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.kernel import clock


def new(request: Request, pk: int) -> HttpResponse:
    """Put a layer on top of a schedule."""
    request.actor.need(P.MANAGE, _("plan who is on call"))
    schedule = get_object_or_404(Schedule.objects.visible_to(request.actor), pk=pk)
    today = timezone.localtime(clock.now(), schedule.zone).date()
    form = LayerForm.asked(request, initial={"name": _("First line"), "starts_on": today})
    if form.carries_carefully(lambda: life.add_layer(schedule, by=request.actor, **form.verb())):
        toast(request, _("The layer is in force."))
        return redirect("console:schedule", pk)
    return render(request, "oncall/layer_form.html", {"form": form, "schedule": schedule}, status=form.status)


def edit(request: Request, pk: int) -> HttpResponse:
    """Change who takes turns, or how."""
    request.actor.need(P.MANAGE, _("plan who is on call"))
    layer = _found(request, pk)
    form = LayerForm.asked(request, **LayerForm.filled(layer))
    if form.carries_carefully(lambda: life.change_layer(_found(request, pk), by=request.actor, **form.verb())):
        toast(request, _("Saved."))
        return redirect("console:schedule", layer.schedule_id)
    seen = {"form": form, "schedule": layer.schedule, "layer": layer}
    return render(request, "oncall/layer_form.html", seen, status=form.status)


@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """Let a layer count for more or for less; asked once more when that opens a hole."""
    layer, is_up = _found(request, pk), request.POST.get("way") == "up"
    form = CarefulSureForm.asked(request)
    if form.carries_carefully(lambda: life.move_layer(_found(request, pk), by=request.actor, up=is_up)):
        return redirect("console:schedule", layer.schedule_id)
    seen = {"form": form, "layer": layer, "way": "up" if is_up else "down"}
    return render(request, "oncall/layer_move.html", seen, status=form.status)


def remove(request: Request, pk: int) -> HttpResponse:
    """Take a layer away."""
    layer = _found(request, pk)
    form = CarefulSureForm.asked(request)
    if form.carries_carefully(lambda: life.remove_layer(_found(request, pk), by=request.actor)):
        toast(request, _("The layer is gone."))
        return redirect("console:schedule", layer.schedule_id)
    return render(request, "oncall/layer_remove.html", {"form": form, "layer": layer}, status=form.status)


def _found(request: Request, pk: int) -> Layer:
    visible = Schedule.objects.visible_to(request.actor)
    return get_object_or_404(Layer.objects.filter(schedule__in=visible).select_related("schedule"), pk=pk)

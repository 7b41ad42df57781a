"""The layers of a schedule."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.oncall.forms import LayerForm, SureForm
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
    if form.carries(lambda: life.add_layer(schedule, by=request.actor, **form.verb())):
        toast(request, _("The layer is in force."))
        return redirect("console:schedule", pk)
    return render(request, "oncall/layer_form.html", {"form": form, "schedule": schedule}, status=form.status)


def edit(request: Request, pk: int) -> HttpResponse:
    """Change who takes turns, or how."""
    request.actor.need(P.MANAGE, _("plan who is on call"))
    layer = _found(request, pk)
    form = LayerForm.asked(request, **LayerForm.filled(layer))
    if form.carries(lambda: life.change_layer(layer, by=request.actor, **form.verb())):
        toast(request, _("Saved."))
        return redirect("console:schedule", layer.schedule_id)
    seen = {"form": form, "schedule": layer.schedule, "layer": layer}
    return render(request, "oncall/layer_form.html", seen, status=form.status)


@require_POST
def move(request: Request, pk: int) -> HttpResponse:
    """Let a layer count for more or for less."""
    layer = _found(request, pk)
    life.move_layer(layer, by=request.actor, up=request.POST.get("way") == "up")
    return redirect("console:schedule", layer.schedule_id)


def remove(request: Request, pk: int) -> HttpResponse:
    """Take a layer away."""
    layer = _found(request, pk)
    form = SureForm.asked(request)
    if form.carries(lambda: life.remove_layer(layer, by=request.actor)):
        toast(request, _("The layer is gone."))
        return redirect("console:schedule", layer.schedule_id)
    return render(request, "oncall/layer_remove.html", {"form": form, "layer": layer}, status=form.status)


def _found(request: Request, pk: int) -> Layer:
    visible = Schedule.objects.visible_to(request.actor)
    return get_object_or_404(Layer.objects.filter(schedule__in=visible).select_related("schedule"), pk=pk)

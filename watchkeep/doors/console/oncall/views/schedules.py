"""One schedule: drawn, changed, taken away."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.foresight import CarefulSureForm
from watchkeep.doors.console.oncall import drawing, periods, wording
from watchkeep.doors.console.oncall.forms import ScheduleForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.kernel import clock


def schedule(request: Request, pk: int) -> HttpResponse:
    """The drawing of a schedule, what comes of it, and its parts."""
    found = _found(request, pk)
    period, now = periods.asked(request.GET), clock.now()
    about = queries.about(found, now)
    drawn = queries.drawing(found, period.starts_at, period.ends_at)
    load = queries.load(drawn.final)
    gone = queries.away(drawn.starts_at, drawn.ends_at)
    seen = {
        "schedule": found,
        "about": about,
        "layers": [(layer, wording.rhythm(layer), wording.restrictions(layer)) for layer in about.layers],
        "drawn": drawn,
        "picture": drawing.picture(drawn, now),
        "holes": (holes := [gap for gap in drawn.gaps if gap.ends_at > now]),
        "alone": [one for one in queries.left_alone(drawn.final, gone) if one.ends_at > now],
        "holidays": queries.holidays([person for person, _hours in load], drawn.starts_at, drawn.ends_at),
        "more_holes": len(holes) - 4,
        "load": load,
        "quality": queries.quality(found, now),
        "most": max((hours for _person, hours in load), default=0),
        "reader_zone": timezone.get_current_timezone_name(),
        "period": period,
        "weeks_text": str(period.weeks),
        "lengths": periods.CHOICES,
        "may_plan": request.actor.may(P.MANAGE),
        "may_stand_in": request.actor.may(P.OVERRIDE),
    }
    return render(request, "oncall/schedule.html", seen)


def new(request: Request) -> HttpResponse:
    """Begin a schedule."""
    request.actor.need(P.MANAGE, _("plan who is on call"))
    form = ScheduleForm.asked(request, initial={"time_zone": request.user.time_zone})
    made: list[Schedule] = []
    if form.carries_carefully(lambda: made.append(life.create_schedule(by=request.actor, **form.cleaned_data))):
        toast(request, _("Made. Now say who takes turns."))
        return redirect("console:layer_new", made[0].pk)
    return render(request, "oncall/schedule_form.html", {"form": form}, status=form.status)


def edit(request: Request, pk: int) -> HttpResponse:
    """Change what a schedule is called, or its zone."""
    found = _found(request, pk)
    kept = {name: getattr(found, name) for name in ("name", "description", "time_zone", "team")}
    form = ScheduleForm.asked(request, initial=kept)
    if form.carries_carefully(lambda: life.change_schedule(_found(request, pk), by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:schedule", pk)
    return render(request, "oncall/schedule_form.html", {"form": form, "schedule": found}, status=form.status)


def remove(request: Request, pk: int) -> HttpResponse:
    """Take a schedule away."""
    found = _found(request, pk)
    form = CarefulSureForm.asked(request)
    if form.carries_carefully(lambda: life.remove_schedule(_found(request, pk), by=request.actor)):
        toast(request, _("%(name)s is gone.") % {"name": found.name})
        return redirect("console:oncall")
    return render(request, "oncall/schedule_remove.html", {"form": form, "schedule": found}, status=form.status)


def _found(request: Request, pk: int) -> Schedule:
    return get_object_or_404(Schedule.objects.visible_to(request.actor), pk=pk)

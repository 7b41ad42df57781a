"""Pages on business hours."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.hours.forms import HoursForm, known
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.calendars import life, queries
from watchkeep.estate.calendars.models import BusinessHours, working_week
from watchkeep.estate.calendars.permissions import P
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.permissions import P as ServiceP
from watchkeep.kernel import clock


def hours(request: Request) -> HttpResponse:
    """All business hours, and which are open now."""
    request.actor.need(ServiceP.SEE, _("see business hours"))
    now = clock.now()
    rows = [(one, queries.is_open(one.spec(), now)) for one in BusinessHours.objects.all()]
    return render(request, "hours/list.html", {"rows": rows})


def page(request: Request, pk: int) -> HttpResponse:
    """One calendar: its week, and the coming days with their holidays."""
    request.actor.need(ServiceP.SEE, _("see business hours"))
    some = get_object_or_404(BusinessHours, pk=pk)
    words = {
        "hours": some,
        "days": queries.coming_days(some.spec(), clock.now(), count=14),
        "is_open": queries.is_open(some.spec(), clock.now()),
        "services": Service.objects.visible_to(request.actor).filter(hours=some),
        "manages": request.actor.may(P.MANAGE),
    }
    return render(request, "hours/page.html", words)


def add(request: Request) -> HttpResponse:
    """Make business hours."""
    request.actor.need(P.MANAGE)
    begin = known(BusinessHours(time_zone=request.user.time_zone, week=working_week()))
    form = HoursForm.asked(request, initial=begin)
    if form.carries(lambda: life.add_hours(by=request.actor, **form.values())):
        toast(request, _("The hours are there."))
        return redirect("console:hours")
    return verbs.page(request, form, title=_("New business hours"), submit=_("Add"), back=reverse("console:hours"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Change business hours; running promises are reckoned again."""
    request.actor.need(P.MANAGE)
    some = get_object_or_404(BusinessHours, pk=pk)
    form = HoursForm.asked(request, initial=known(some))
    if form.carries(lambda: life.edit_hours(some, by=request.actor, **form.values())):
        toast(request, _("Saved. What runs by these hours is reckoned again."))
        return redirect("console:hours-page", pk)
    back = reverse("console:hours-page", args=[pk])
    return verbs.page(request, form, title=_("Edit %(name)s") % {"name": some.name}, submit=_("Save"), back=back)


def remove(request: Request, pk: int) -> HttpResponse:
    """Remove business hours that nothing uses."""
    request.actor.need(P.MANAGE)
    some, form = get_object_or_404(BusinessHours, pk=pk), VerbForm.asked(request)
    if form.carries(lambda: life.remove_hours(some, by=request.actor)):
        toast(request, _("The hours are gone."))
        return redirect("console:hours")
    title, back = _("Remove %(name)s") % {"name": some.name}, reverse("console:hours-page", args=[pk])
    return verbs.page(request, form, title=title, submit=_("Remove"), back=back, danger=True)

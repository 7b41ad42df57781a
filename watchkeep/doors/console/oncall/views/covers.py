"""Asking others to take a shift, and answering."""

from datetime import datetime

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.oncall.forms import CoverForm
from watchkeep.doors.console.oncall.forms.schedules import MOMENT
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Cover, Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.kernel import clock, pages


def covers(request: Request) -> HttpResponse:
    """What waits for my answer, and every request there was."""
    request.actor.need(P.SEE, _("see who asks for cover"))
    rows = Cover.objects.visible_to(request.actor).select_related("schedule", "person", "asked", "taken_by")
    seen = {
        "waiting": queries.covers_for(request.user),
        "page": pages.keyset(rows, cursor=request.GET.get("cursor"), size=50),
    }
    return render(request, "oncall/covers.html", seen)


def new(request: Request, pk: int) -> HttpResponse:
    """Ask somebody, or the whole rota, to take a shift of mine."""
    schedule = get_object_or_404(Schedule.objects.visible_to(request.actor), pk=pk)
    me = request.user
    form = CoverForm.asked(request, schedule=schedule, but=me.pk, initial=_wall(request))
    made: list[Cover] = []
    if form.carries(lambda: made.append(life.ask_cover(schedule, by=request.actor, person=me, **form.verb()))):
        toast(request, _("Asked. You are told as soon as somebody answers."))
        return redirect("console:cover", made[0].pk)
    return render(request, "oncall/cover_form.html", {"form": form, "schedule": schedule}, status=form.status)


def cover(request: Request, pk: int) -> HttpResponse:
    """One request: what is asked of whom, and the answers."""
    found = _found(request, pk)
    people = queries.candidates(found)
    seen = {
        "cover": found,
        "refusals": found.refusals.select_related("person"),
        "people": people,
        "may_answer": found.is_open and request.user in queries.waiting(found),
        "may_withdraw": found.is_open and (found.person == request.user or request.actor.may(P.MANAGE)),
    }
    return render(request, "oncall/cover.html", seen)


@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    """Take the shift."""
    found = _found(request, pk)
    life.accept_cover(found, by=request.actor)
    toast(request, _("The shift is yours. Thank you."))
    return redirect("console:cover", pk)


@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    """Say no."""
    life.refuse_cover(_found(request, pk), by=request.actor)
    toast(request, _("Noted."))
    return redirect("console:cover", pk)


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """It is no longer needed."""
    life.withdraw_cover(_found(request, pk), by=request.actor)
    toast(request, _("Withdrawn."))
    return redirect("console:cover", pk)


def _found(request: Request, pk: int) -> Cover:
    """A request that the reader may see: who sees rotas, and whoever it concerns."""
    concerned = Q(pk__in=Cover.objects.visible_to(request.actor)) | Q(person=request.user) | Q(asked=request.user)
    rows = Cover.objects.filter(concerned).select_related("schedule", "person", "asked", "taken_by")
    return get_object_or_404(rows, pk=pk)


def _wall(request: Request) -> dict[str, str]:
    """The shift that a link names, in the reader's zone."""
    names = {"shift_from": "starts_at", "shift_to": "ends_at"}
    given = {names[name]: _moment(request.GET.get(name, "")) for name in names}
    return {name: timezone.localtime(at).strftime(MOMENT) for name, at in given.items() if at}


def _moment(text: str) -> datetime | None:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and timezone.is_aware(at) and clock.EARLIEST <= at < clock.LATEST else None

"""Time worked on a ticket: the clock, by hand, corrected."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import rooms, verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.desk.finding import find
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets.models import Ticket
from watchkeep.work.timesheets import life, queries
from watchkeep.work.timesheets.models import Entry


class LogForm(VerbForm):
    """How long, and for what."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=24 * 60)
    note = forms.CharField(label=_("What was done"), max_length=200, required=False)


class CorrectForm(ReasonForm):
    """How long it was, and why it said something else."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=24 * 60)
    field_order = ("minutes", "reason")


@require_POST
def start(request: Request, number: str) -> HttpResponse:
    """Let one's clock run."""
    ticket = find(request, number)
    life.start(ticket, by=request.actor)
    toast(request, _("Your clock runs."))
    return redirect(rooms.address(ticket))


@require_POST
def stop(request: Request, number: str) -> HttpResponse:
    """Stop it."""
    ticket, running = find(request, number), queries.running_of(request.actor)
    if running is None or running.ticket_id != ticket.pk:
        raise Refused(str(_("Your clock does not run on this.")), code="wrong_state")
    life.stop(running, by=request.actor)
    toast(request, _("Your time is written down."))
    return redirect(rooms.address(ticket))


def log(request: Request, number: str) -> HttpResponse:
    """Write down how long it took."""
    ticket, form = find(request, number), LogForm.asked(request)

    def act() -> None:
        life.log(ticket, by=request.actor, seconds=form.cleaned_data["minutes"] * 60, note=form.cleaned_data["note"])

    return _carried(request, ticket, form, act, _("Log time"))


def correct(request: Request, number: str, pk: int) -> HttpResponse:
    """It was another length."""
    ticket, entry = _entry(request, number, pk)
    form = CorrectForm.asked(request, initial={"minutes": max(1, round(entry.seconds / 60))})

    def act() -> None:
        seconds = form.cleaned_data["minutes"] * 60
        life.correct(entry, by=request.actor, seconds=seconds, reason=form.cleaned_data["reason"])

    return _carried(request, ticket, form, act, _("Correct the time"))


def strike(request: Request, number: str, pk: int) -> HttpResponse:
    """It does not count."""
    ticket, entry = _entry(request, number, pk)
    form = ReasonForm.asked(request)
    return _carried(
        request, ticket, form, lambda: life.strike(entry, by=request.actor, **form.cleaned_data), _("Strike it out")
    )


def _entry(request: Request, number: str, pk: int) -> tuple[Ticket, Entry]:
    ticket = find(request, number)
    return ticket, get_object_or_404(Entry.objects.visible_to(request.actor).filter(ticket=ticket), pk=pk)


def _carried(request: Request, ticket: Ticket, form: VerbForm, act: Callable[[], object], title: Words) -> HttpResponse:
    if form.carries(act):
        toast(request, _("Your time is written down."))
        return redirect(rooms.address(ticket))
    return verbs.page(request, form, title=title, submit=title, back=rooms.address(ticket), say=ticket.title)

"""Boards: who is on them, when they meet, and what waits for them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.boards import forms
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Board
from watchkeep.work.approvals.permissions import P as Approvals
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Change, Meeting
from watchkeep.work.changes.permissions import P

LAST = 50


def boards(request: Request) -> HttpResponse:
    """All boards, and when each meets next."""
    request.actor.need(P.SEE, str(_("see changes")))
    rows = Board.objects.visible_to(request.actor).select_related("chair")
    return render(request, "boards/list.html", {"rows": rows, "may": request.actor.may(Approvals.MANAGE)})


def board(request: Request, pk: int) -> HttpResponse:
    """One board: its members, what waits for it, its meetings, and the policies that send to it."""
    one = _found(request, pk)
    waiting = [approval.ticket_id for approval in queries.waiting_for(one)]
    drawn = {
        "board": one, "members": one.places.select_related("person"), "may": request.actor.may(Approvals.MANAGE),
        "leads": life.leads(one, request.actor), "policies": queries.sending_to(one),
        "services": one.services.order_by("name"),
        "waiting": Change.objects.visible_to(request.actor).filter(pk__in=waiting).order_by("-risk", "pk")[:LAST],
        "meetings": Meeting.objects.visible_to(request.actor).filter(board=one)[:LAST],
    }  # fmt: skip
    return render(request, "boards/board.html", drawn)


def add(request: Request) -> HttpResponse:
    """Set up a board."""
    request.actor.need(Approvals.MANAGE, str(_("look after boards")))
    form, made = forms.BoardForm.asked(request), list[Board]()
    if form.carries(lambda: made.append(approvals.set_up_board(by=request.actor, **form.cleaned_data))):
        return redirect("console:board", made[0].pk)
    return verbs.page(request, form, title=_("New board"), submit=_("Set up"), back=reverse("console:boards"))


def edit(request: Request, pk: int) -> HttpResponse:
    """Edit a board."""
    request.actor.need(Approvals.MANAGE, str(_("look after boards")))
    one = _found(request, pk)
    form = forms.BoardForm.asked(request, initial=forms.BoardForm.filled(one))
    if form.carries(lambda: approvals.edit_board(one, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:board", one.pk)
    return verbs.page(
        request, form, title=one.name, submit=_("Save"), back=reverse("console:board", args=[one.pk])
    )  # fmt: skip


def call(request: Request, pk: int) -> HttpResponse:
    """Call a meeting now."""
    one, form, made = _found(request, pk), VerbForm.asked(request), list[Meeting]()
    if form.carries(lambda: made.append(life.call(one, by=request.actor))):
        return redirect("console:meeting", made[0].pk)
    say = _("What waits for the board and what has happened since its last meeting is put on the agenda.")
    back = reverse("console:board", args=[one.pk])
    return verbs.page(request, form, title=_("Call a meeting"), submit=_("Call it"), back=back, say=say)


def _found(request: Request, pk: int) -> Board:
    return get_object_or_404(Board.objects.visible_to(request.actor).select_related("chair"), pk=pk)

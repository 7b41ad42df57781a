"""Workspaces, and the channel of an incident."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.chat.forms import FORMS, RelayForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.chat import life, queries
from watchkeep.duty.chat.models import Kind, Relay, Workspace
from watchkeep.duty.chat.permissions import P
from watchkeep.work.incidents.models import Incident


def workspaces(request: Request) -> HttpResponse:
    """All workspaces, from A to Z."""
    request.actor.need(P.SEE, _("see chat workspaces"))
    rows = Workspace.objects.visible_to(request.actor)
    return render(request, "chat/list.html", {"workspaces": rows, "kinds": Kind.choices, "may": _may(request)})


def workspace(request: Request, pk: int) -> HttpResponse:
    """One workspace: what it calls, what was last said there, who is told there."""
    row = _found(request, pk)
    context = {
        "workspace": row,
        "relays": queries.relays_of(row),
        "latest": queries.latest(row, request.actor),
        "calls": queries.calls_of(row),
        "may": _may(request),
    }
    return render(request, "chat/one.html", context)


def add(request: Request, kind: str) -> HttpResponse:
    """Speak in a Slack, a Mattermost or a Teams."""
    request.actor.need(P.CONFIGURE, _("add chat workspaces"))
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind].asked(request)
    made: list[Workspace] = []
    if form.carries(lambda: made.append(life.save_workspace(by=request.actor, kind=kind, **form.cleaned_data))):
        toast(request, _("Added. Give it the addresses that stand here, then send a test."))
        return redirect("console:chat-workspace", made[0].pk)
    return verbs.page(request, form, title=Kind(kind).label, submit=_("Save"), back=reverse("console:chat"))


def change(request: Request, pk: int) -> HttpResponse:
    """Change where it is, how it lets us in, or what is told there."""
    row = _found(request, pk)
    request.actor.need(P.CONFIGURE, _("change chat workspaces"))
    form = FORMS[row.kind].asked(request, initial=FORMS[row.kind].filled(row)).may_stay()
    if form.carries(lambda: life.save_workspace(row, by=request.actor, **form.cleaned_data)):
        toast(request, _("Changed."))
        return redirect("console:chat-workspace", pk)
    return verbs.page(
        request, form, title=row.name, submit=_("Save"), back=reverse("console:chat-workspace", args=[pk])
    )


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Pause it, or use it again."""
    row = _found(request, pk)
    verb = life.pause if row.is_active else life.resume
    verb(row, by=request.actor)
    toast(request, _("In use again.") if row.is_active else _("Paused."), undo=request.path)
    return redirect("console:chat-workspace", pk)


@require_POST
def try_out(request: Request, pk: int) -> HttpResponse:
    """Post a test."""
    life.try_out(_found(request, pk), by=request.actor)
    toast(request, _("A test is on its way. What came of it appears here."))
    return redirect("console:chat-workspace", pk)


def add_relay(request: Request, pk: int) -> HttpResponse:
    """Tell an audience in a channel, too."""
    row = _found(request, pk)
    request.actor.need(P.CONFIGURE, _("change chat workspaces"))
    form = RelayForm.asked(request)
    back = reverse("console:chat-workspace", args=[pk])
    if form.carries(lambda: life.add_relay(row, by=request.actor, **form.cleaned_data)):
        toast(request, _("From now on."))
        return redirect(back)
    return verbs.page(request, form, title=_("Tell an audience here"), submit=_("Add"), back=back)


@require_POST
def remove_relay(request: Request, pk: int) -> HttpResponse:
    """Tell it there no longer."""
    request.actor.need(P.SEE, _("see chat workspaces"))
    row = get_object_or_404(Relay.objects.select_related("audience"), pk=pk)
    where = row.workspace_id
    life.remove_relay(row, by=request.actor)
    toast(request, _("Removed."))
    return redirect("console:chat-workspace", where)


@require_POST
def open_room(request: Request, number: str, pk: int) -> HttpResponse:
    """Give an incident a channel."""
    incident = get_object_or_404(Incident.objects.visible_to(request.actor), ticket__number=number)
    where = get_object_or_404(Workspace.objects.speaking(), pk=pk)
    life.open_room(where, incident.ticket, by=request.actor)
    toast(request, _("The channel is being made."))
    return redirect("console:incident", number)


def _found(request: Request, pk: int) -> Workspace:
    request.actor.need(P.SEE, _("see chat workspaces"))
    return get_object_or_404(Workspace.objects.visible_to(request.actor), pk=pk)


def _may(request: Request) -> bool:
    return request.actor.may(P.CONFIGURE)

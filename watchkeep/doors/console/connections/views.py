"""Connections: the list, one of them, and what one can do with it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.connections.forms import ConnectionForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.connections import life, queries
from watchkeep.duty.connections.models import Connection, Kind
from watchkeep.duty.connections.permissions import P
from watchkeep.duty.connections.queries import Field

LATEST = 20


def connections(request: Request) -> HttpResponse:
    """All connections, from A to Z."""
    request.actor.need(P.SEE, _("see connections"))
    may = request.actor.may(P.CONFIGURE)
    context = {"connections": queries.connections(request.actor), "kinds": queries.kinds(), "may": may}
    return render(request, "connections/list.html", context)


def connection(request: Request, pk: int) -> HttpResponse:
    """One connection: where it leads, whether it answers, what went through it."""
    row = get_object_or_404(queries.connections(request.actor), pk=pk)
    shown = [(field.label, _said(field, row.settings.get(field.name))) for field in queries.settings_of(row.kind)]
    context = {
        "connection": row,
        "shown": [(label, value) for label, value in shown if value not in (None, "")],
        "latest": queries.log(request.actor, connection=row.pk)[:LATEST],
        "may": request.actor.may(P.CONFIGURE),
    }
    return render(request, "connections/one.html", context)


def add(request: Request, kind: str) -> HttpResponse:
    """Let actions reach another system."""
    request.actor.need(P.CONFIGURE, _("add connections"))
    if kind not in Kind.values:
        raise Http404
    form = ConnectionForm.asked(request, kind=kind)
    made: list[Connection] = []
    if form.carries(lambda: made.append(life.add_connection(by=request.actor, kind=kind, **form.asked_for))):
        toast(request, _("Added. Test whether it answers."))
        return redirect("console:connection", made[0].pk)
    context = {"form": form, "title": Kind(kind).label, "back": "/settings/connections"}
    return render(request, "connections/form.html", context, status=form.status)


def change(request: Request, pk: int) -> HttpResponse:
    """Change where it leads or how it signs in."""
    request.actor.need(P.CONFIGURE, _("change connections"))
    row = get_object_or_404(queries.connections(request.actor), pk=pk)
    form = ConnectionForm.asked(request, kind=row.kind, is_new=False, initial=ConnectionForm.filled(row))
    if form.carries(lambda: life.change_connection(row, by=request.actor, **form.asked_for)):
        toast(request, _("Changed. Test whether it still answers."))
        return redirect("console:connection", pk)
    context = {"form": form, "title": row.name, "back": f"/settings/connections/{pk}"}
    return render(request, "connections/form.html", context, status=form.status)


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Pause it, or let actions through again."""
    row = get_object_or_404(queries.connections(request.actor), pk=pk)
    verb = life.pause_connection if row.is_active else life.resume_connection
    verb(row, by=request.actor)
    toast(request, _("It can be used again.") if row.is_active else _("Paused."), undo=request.path)
    return redirect("console:connection", pk)


@require_POST
def try_out(request: Request, pk: int) -> HttpResponse:
    """See whether it answers."""
    run = life.try_connection(get_object_or_404(queries.connections(request.actor), pk=pk), by=request.actor)
    toast(request, _("We knock. The answer appears here."))
    return redirect("console:action_run", run.pk)


def _said(field: Field, value: Any) -> Any:
    """A setting in the words of its form."""
    return dict(field.choices).get(value, value)

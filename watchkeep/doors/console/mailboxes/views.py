"""Mailboxes: the list, one of them, and what one can do with it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.mailboxes.forms import FIRST, FORMS, HandedForm, ImapForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.models import Mailbox, Way
from watchkeep.work.correspondence.permissions import P

LATEST = 15


def mailboxes(request: Request) -> HttpResponse:
    """All mailboxes, from A to Z."""
    request.actor.need(P.SEE, _("see mailboxes"))
    context = {"mailboxes": queries.mailboxes(request.actor), "ways": Way.choices, "may": _may(request)}
    return render(request, "mailboxes/list.html", context)


def mailbox(request: Request, pk: int) -> HttpResponse:
    """One mailbox: whether it answers, what came through it, how its mail is treated."""
    row = _found(request, pk)
    context = {
        "mailbox": row,
        "latest": queries.log(request.actor, mailbox=row.pk)[:LATEST],
        "may": _may(request),
        "listens": settings.MAIL_LISTEN,
    }
    return render(request, "mailboxes/one.html", context)


def add(request: Request, way: str) -> HttpResponse:
    """Let people write to another address."""
    request.actor.need(P.CONFIGURE, _("add mailboxes"))
    if way not in Way.values:
        raise Http404
    form = FORMS[way].asked(request, initial=dict(FIRST))
    made: list[Mailbox] = []
    if form.carries(lambda: made.append(life.add_mailbox(by=request.actor, way=way, **form.asked_for))):
        toast(request, _("Added."))
        return redirect("console:mailbox", made[0].pk)
    context = {"form": form, "title": Way(way).label, "back": "/settings/mailboxes"}
    return render(request, "mailboxes/form.html", context, status=form.status)


def change(request: Request, pk: int) -> HttpResponse:
    """Change where it lies or how its mail is treated."""
    request.actor.need(P.CONFIGURE, _("change mailboxes"))
    row = _found(request, pk)
    form = _form_of(request, row)
    if form.carries(lambda: life.change_mailbox(row, by=request.actor, **form.asked_for)):
        toast(request, _("Changed."))
        return redirect("console:mailbox", pk)
    context = {"form": form, "title": row.name, "back": f"/settings/mailboxes/{pk}"}
    return render(request, "mailboxes/form.html", context, status=form.status)


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Pause it, or let mail in again."""
    row = _found(request, pk)
    verb = life.pause_mailbox if row.is_active else life.resume_mailbox
    verb(row, by=request.actor)
    toast(request, _("Mail comes in again.") if row.is_active else _("Paused."), undo=request.path)
    return redirect("console:mailbox", pk)


@require_POST
def try_out(request: Request, pk: int) -> HttpResponse:
    """See whether it answers, and fetch what is there."""
    life.check_mailbox(_found(request, pk), by=request.actor)
    toast(request, _("We knock. The answer appears here."))
    return redirect("console:mailbox", pk)


def _form_of(request: Request, row: Mailbox) -> HandedForm:
    more: dict[str, Any] = {"is_new": False} if row.way == Way.IMAP else {}
    form = ImapForm if row.way == Way.IMAP else HandedForm
    return form.asked(request, initial=HandedForm.filled(row), **more)


def _found(request: Request, pk: int) -> Mailbox:
    return get_object_or_404(queries.mailboxes(request.actor), pk=pk)


def _may(request: Request) -> bool:
    return request.actor.may(P.CONFIGURE)

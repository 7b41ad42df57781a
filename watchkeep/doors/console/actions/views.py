"""The library, the log of runs, one run, and what people decide of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.actions import showing
from watchkeep.doors.console.actions.forms import AskForm, Filter
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import ReasonForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.connections import life, queries
from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.connections.permissions import P
from watchkeep.kernel.pages import capped_count, keyset


def actions(request: Request) -> HttpResponse:
    """Everything that was asked for, the newest first; what waits for the reader's approval above it."""
    request.actor.need(P.SEE_RUNS, _("see actions"))
    asked = Filter.of(request.GET)
    rows = queries.log(request.actor, **asked.values)
    context = {
        "page": keyset(rows, cursor=request.GET.get("cursor")),
        "count": capped_count(rows),
        "filter": asked,
        "to_decide": queries.to_decide(request.actor).select_related("connection", "ticket")[:20],
    }
    return render(request, "actions/list.html", context)


def library(request: Request) -> HttpResponse:
    """What can be done: what each action reads, changes, and how it is undone."""
    request.actor.need(P.SEE_RUNS, _("see actions"))
    context = {"kinds": [kind.about for kind in queries.library()], "may": request.actor.may(P.RUN)}
    return render(request, "actions/library.html", context)


def ask(request: Request, name: str) -> HttpResponse:
    """Ask for an action by hand."""
    request.actor.need(P.RUN, _("run actions"))
    if name not in {kind.about.name for kind in queries.library()}:
        raise Http404
    form = AskForm.asked(request, action=name, actor=request.actor)
    made: list[ActionRun] = []
    if form.carries(lambda: made.append(life.ask_for(name, by=request.actor, **form.asked_for))):
        return redirect("console:action_run", made[0].pk)
    return render(request, "actions/ask.html", {"form": form, "about": queries.about(name)}, status=form.status)


def run(request: Request, pk: int) -> HttpResponse:
    """One run: what was asked for, what was sent, what came back, who agreed."""
    row = _found(request, pk)
    return render(request, "actions/one.html", {"run": row, **showing.of(row, request.actor)})


@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    """Agree to it."""
    life.approve(_found(request, pk), by=request.actor)
    toast(request, _("Approved."))
    return redirect("console:action_run", pk)


def refuse(request: Request, pk: int) -> HttpResponse:
    """Do not agree, and say why."""
    row, form = _found(request, pk), ReasonForm.asked(request)
    request.actor.need(P.APPROVE, _("refuse actions"))
    if form.carries(lambda: life.refuse(row, form.cleaned_data["reason"], by=request.actor)):
        toast(request, _("Refused. Nothing was sent."))
        return redirect("console:action_run", pk)
    back = f"/actions/{pk}"
    return verbs.page(request, form, title=_("Refuse this action"), submit=_("Refuse"), back=back, danger=True)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer its question."""
    life.answer(_found(request, pk), request.POST.get("choice", ""), by=request.actor)
    toast(request, _("Answered."))
    return redirect("console:action_run", pk)


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Call it off."""
    life.cancel(_found(request, pk), by=request.actor)
    toast(request, _("Called off."))
    return redirect("console:action_run", pk)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Ask for what takes it back."""
    undoing = life.undo(_found(request, pk), by=request.actor)
    toast(request, _("It is being undone."))
    return redirect("console:action_run", undoing.pk)


def _found(request: Request, pk: int) -> ActionRun:
    rows = queries.log(request.actor).select_related("ticket__service", "ticket__team")
    return get_object_or_404(rows, pk=pk)

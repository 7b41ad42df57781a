"""Runs: begun, worked step by step, rehearsed, ended and rated."""

from collections.abc import Callable, Mapping
from typing import NoReturn

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.incidents.views.going import find
from watchkeep.doors.console.procedures.panels import Working
from watchkeep.duty.automation import life, queries
from watchkeep.duty.automation.models import Procedure, Run, RunStep
from watchkeep.duty.automation.permissions import P
from watchkeep.kernel import pages
from watchkeep.kernel.actors import Actor

Said = Mapping[str, str]
WORK: Mapping[str, Callable[[RunStep, Actor, Said], object]] = {
    "approve": lambda step, by, _said: life.approve_step(step, by=by),
    "take": lambda step, by, _said: life.take_step(step, by=by),
    "run": lambda step, by, _said: life.run_step(step, by=by),
    "finish": lambda step, by, said: life.finish_step(
        step, by=by, **{name: said.get(name, "") for name in ("answer", "evidence", "note")}
    ),
    "skip": lambda step, by, said: life.skip_step(step, by=by, reason=said.get("reason", "")),
    "fail": lambda step, by, said: life.fail_step(step, by=by, reason=said.get("reason", "")),
    "retry": lambda step, by, _said: life.retry_step(step, by=by),
    "undo": lambda step, by, said: life.undo_step(step, by=by, note=said.get("reason", "")),
    "leave": lambda step, by, said: life.leave_step(step, by=by, note=said.get("reason", "")),
}


def choose(request: Request, number: str) -> HttpResponse:
    """Everything that can be begun on an incident by hand, also what nothing ties to it: a lost laptop has no alert."""
    incident = find(request, number)
    request.actor.need(P.WORK, _("start runbooks"))
    words = request.GET.get("q", "")[:100]
    going = [run.procedure_id for run in queries.runs_of(incident.pk, request.actor) if run.is_going]
    rows = queries.library(request.actor, words=words).filter(published_number__isnull=False).exclude(pk__in=going)
    page = pages.keyset(rows, order=("name", "id"), cursor=request.GET.get("cursor"))
    seen = {"incident": incident, "page": page, "words": words}
    return render(request, "procedures/choose.html", seen)


@require_POST
def start(request: Request, number: str, slug: str) -> HttpResponse:
    """Begin one on an incident."""
    incident = find(request, number)
    found = get_object_or_404(Procedure.objects.visible_to(request.actor), slug=slug)
    life.start(found, by=request.actor, ticket=incident.ticket)
    return redirect("console:incident", incident.number)


def run(request: Request, pk: int) -> HttpResponse:
    """One run, step by step."""
    found = get_object_or_404(queries.with_steps(Run.objects.visible_to(request.actor)), pk=pk)
    return render(request, "procedures/run.html", {"one": Working(found, request.actor), "run": found})


def rehearse(request: Request, pk: int, position: int | None = None) -> HttpResponse:
    """What would happen from here, or with one step alone. Nothing is sent."""
    found = get_object_or_404(queries.with_steps(Run.objects.visible_to(request.actor)), pk=pk)
    steps = queries.rehearse_run(found)
    if position is not None:
        steps = steps[position : position + 1] or _not_there()
    return render(request, "procedures/rehearse_run.html", {"run": found, "steps": steps})


@require_POST
def rate(request: Request, pk: int) -> HttpResponse:
    """Say whether it helped."""
    found = _run(request, pk)
    life.rate(found, by=request.actor, helped="yes" in request.POST)
    return _back(request, found)


@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """End it early."""
    found = _run(request, pk)
    life.cancel(found, by=request.actor, reason=request.POST.get("reason", ""))
    return _back(request, found)


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back what was done."""
    found = _run(request, pk)
    life.undo(found, by=request.actor)
    return _back(request, found)


@require_POST
def work(request: Request, pk: int, position: int, verb: str) -> HttpResponse:
    """Work one step by one of its verbs."""
    found = _run(request, pk)
    if verb not in WORK:
        raise Http404
    step = get_object_or_404(RunStep, run=found, position=position)
    WORK[verb](step, request.actor, request.POST.dict())
    return _back(request, found)


def _run(request: Request, pk: int) -> Run:
    return get_object_or_404(Run.objects.visible_to(request.actor).select_related("ticket"), pk=pk)


def _back(request: Request, found: Run) -> HttpResponse:
    if "room" in request.POST:
        return redirect(f"console:{found.ticket.kind}", found.ticket.number)
    return redirect("console:run", found.pk)


def _not_there() -> NoReturn:
    raise Http404

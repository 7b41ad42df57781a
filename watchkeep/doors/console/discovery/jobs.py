"""Jobs that look by themselves: the list, one of them with its runs, a new one, and the networks they may enter."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.discovery.forms import JobForm, NetworkForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Job, Run
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel.pages import keyset


def jobs(request: Request) -> HttpResponse:
    """Every job, from A to Z, with what its latest run came to."""
    request.actor.need(P.SEE, _("see discovery"))
    words = {
        "page": keyset(queries.jobs(request.actor), order=("name", "id"), cursor=request.GET.get("cursor")),
        "kinds": queries.job_kinds(),
        "networks": queries.open_networks(request.actor).count(),
        "may": request.actor.may(P.CONFIGURE),
    }
    return render(request, "discovery/jobs.html", words)


def job(request: Request, pk: int) -> HttpResponse:
    """One job: what it looks at, when, and its runs."""
    row = _found(request, pk)
    runs = queries.scans(request.actor, job=pk)
    words = {
        "job": row,
        "kind": queries.job_kind(row.kind),
        "shown": queries.shown_settings(row),
        "page": keyset(runs, cursor=request.GET.get("cursor")),
        "may": request.actor.may(P.CONFIGURE),
    }
    return render(request, "discovery/job.html", words)


def add(request: Request, kind: str) -> HttpResponse:
    """Look at something by itself."""
    request.actor.need(P.CONFIGURE, _("set up discovery"))
    about = queries.job_kind(kind)
    if about is None:
        raise Http404
    form, made = JobForm.asked(request, kind=kind), list[Job]()
    if form.carries(lambda: made.append(life.add_job(by=request.actor, kind=kind, **form.asked_for))):
        toast(request, _("Set up. It looks by its rhythm, or now if you say so."))
        return redirect("console:discovery_job", made[0].pk)
    more = {"wide": True, "say": about.says}
    return verbs.page(request, form, title=about.label, submit=_("Set up"), back=_home(), **more)


def change(request: Request, pk: int) -> HttpResponse:
    """Look elsewhere or otherwise."""
    request.actor.need(P.CONFIGURE, _("set up discovery"))
    row = _found(request, pk)
    form = JobForm.asked(request, kind=row.kind, is_new=False, initial=JobForm.known(row))
    if form.carries(lambda: life.change_job(row, by=request.actor, **form.asked_for)):
        toast(request, _("Changed."))
        return redirect("console:discovery_job", pk)
    return verbs.page(request, form, title=row.name, submit=_("Save"), back=_address(pk), wide=True)


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """Let it rest, or look again."""
    row = _found(request, pk)
    life.switch_job(row, by=request.actor)
    toast(request, _("It looks again.") if row.is_active else _("Switched off."), undo=request.path)
    return redirect("console:discovery_job", pk)


@require_POST
def ask(request: Request, pk: int) -> HttpResponse:
    """Look now."""
    made = life.ask_run(_found(request, pk), by=request.actor)
    return redirect("console:discovery_run", made.pk)


def run(request: Request, pk: int) -> HttpResponse:
    """One run: how far it is, what came of it, what went wrong."""
    row = _run(request, pk)
    return render(request, "discovery/run.html", {"run": row, "may": request.actor.may(P.CONFIGURE)})


@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    """End a run. What it has found by then is kept."""
    life.stop(_run(request, pk), by=request.actor)
    toast(request, _("It ends as soon as it can. What it has found is kept."))
    return redirect("console:discovery_run", pk)


def networks(request: Request) -> HttpResponse:
    """Where discovery may go."""
    request.actor.need(P.SEE, _("see discovery"))
    page = keyset(queries.open_networks(request.actor), order=("network", "id"), cursor=request.GET.get("cursor"))
    return render(request, "discovery/networks.html", {"page": page, "may": request.actor.may(P.NETWORKS)})


def open_network(request: Request) -> HttpResponse:
    """Let discovery enter one more network."""
    request.actor.need(P.NETWORKS, _("say where discovery may go"))
    form, back = NetworkForm.asked(request), reverse("console:discovery_networks")
    if form.carries(lambda: life.open_network(by=request.actor, **form.cleaned_data)):
        toast(request, _("Discovery may enter it now."))
        return redirect(back)
    say = _("Addresses outside of these networks are never contacted, whatever a job asks for.")
    return verbs.page(request, form, title=_("Open a network"), submit=_("Open it"), back=back, say=say)


@require_POST
def shut_network(request: Request, pk: int) -> HttpResponse:
    """Let discovery enter it no longer."""
    life.shut_network(get_object_or_404(queries.open_networks(request.actor), pk=pk), by=request.actor)
    toast(request, _("Discovery enters it no longer."))
    return redirect("console:discovery_networks")


def _found(request: Request, pk: int) -> Job:
    return get_object_or_404(queries.jobs(request.actor), pk=pk)


def _run(request: Request, pk: int) -> Run:
    return get_object_or_404(queries.scans(request.actor), pk=pk)


def _home() -> str:
    return reverse("console:discovery_jobs")


def _address(pk: int) -> Any:
    return reverse("console:discovery_job", args=[pk])

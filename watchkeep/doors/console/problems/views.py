"""The queue of problems, the page of one, and its verbs."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.desk import panels as desk
from watchkeep.doors.console.desk import talking
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.console.incidents import timeline
from watchkeep.doors.console.problems import forms
from watchkeep.doors.ui.toasts import toast
from watchkeep.insight.reviews import queries as reviews
from watchkeep.insight.reviews.permissions import P as Actions
from watchkeep.kernel.pages import keyset
from watchkeep.work.desk import queries as desks
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems import life, queries
from watchkeep.work.problems.models import Answer, Problem, Suggestion
from watchkeep.work.problems.permissions import P
from watchkeep.work.tickets import queries as ticket_queries
from watchkeep.work.tickets.models import Merge
from watchkeep.work.tickets.permissions import P as Tickets


def queue(request: Request) -> HttpResponse:
    """Problems, the newest first, and what may be one."""
    request.actor.need(P.SEE, str(_("see problems")))
    group = request.GET.get("group", "open")
    rows = Problem.objects.visible_to(request.actor).select_related("ticket__service", "ticket__assignee")
    rows = {"known": rows.offered(), "all": rows}.get(group, rows.open())
    shown = {
        "page": keyset(rows, order=("-ticket_id",), cursor=request.GET.get("cursor")),
        "group": group,
        "suggestions": queries.suggestions(),
        "may_open": request.actor.may(P.OPEN),
    }
    return render(request, "problems/queue.html", shown)


def show(request: Request, number: str) -> HttpResponse:
    """One problem: what is known, its incidents, its story."""
    problem = _found(request, number)
    steps = [step for step in life.open_to(problem, request.actor) if step.label]
    merged = ticket_queries.family(problem.ticket)
    may_see_actions = request.actor.may(Actions.SEE_ACTIONS)
    shown = {
        "problem": problem,
        "effect": reviews.effect_on(problem.ticket) if may_see_actions else None,
        "lessons": reviews.lessons_of(problem.ticket, request.actor),
        "ticket": problem.ticket,
        "steps": [(step, _address(step.verb, problem)) for step in steps],
        "merged": merged,
        "merge": Merge.objects.filter(ticket=problem.ticket).select_related("into").first(),
        "parts": (parts := desks.children_of(problem.ticket, request.actor)),
        "larger": desks.parent_of(problem.ticket, request.actor),
        "here": desk.here(problem.ticket, request.actor),
        "time": desk.worksheet(problem.ticket, request.actor),
        "writing": desk.writing(problem.ticket, request.actor, sum(one.is_open for one in parts)),
        "room": {"may_note": request.actor.may(Tickets.NOTE)},
        "may_link": request.actor.may(Tickets.LINK),
        "incidents": queries.incidents_of(problem, request.actor),
        "story": timeline.tell([problem.ticket, *merged], request.actor),
        "may_work": request.actor.may(P.WORK),
        "may_note": request.actor.may(Tickets.NOTE),
    }
    return render(request, "problems/problem.html", shown)


def new(request: Request) -> HttpResponse:
    """Open a problem that somebody noticed."""
    request.actor.need(P.OPEN, str(_("open problems")))
    form = forms.OpenForm.asked(request, initial={"priority": 3})
    made: list[Problem] = []
    if form.carries(lambda: made.append(life.open_(by=request.actor, **form.cleaned_data))):
        return redirect("console:problem", made[0].number)
    back = reverse("console:problems")
    return verbs.page(request, form, title=_("New problem"), submit=_("Open"), back=back)


def from_incident(request: Request, number: str) -> HttpResponse:
    """Open a problem from an incident."""
    incident = get_object_or_404(Incident.objects.visible_to(request.actor), ticket__number=number.upper())
    form, made = VerbForm.asked(request), list[Problem]()

    def act() -> None:
        made.append(life.open_from(incident.ticket, by=request.actor, fingerprint=incident.fingerprint))

    if form.carries(act):
        return redirect("console:problem", made[0].number)
    back = reverse("console:incident", args=[incident.number])
    return verbs.page(request, form, title=_("Open a problem from this"), submit=_("Open"), back=back)


def take(request: Request, pk: int) -> HttpResponse:
    """Make a problem of a suggestion."""
    request.actor.need(P.OPEN, str(_("open problems")))
    found, form, made = get_object_or_404(Suggestion, pk=pk, answer=Answer.OPEN), VerbForm.asked(request), []
    if form.carries(lambda: made.append(life.take_suggestion(found, by=request.actor))):
        return redirect("console:problem", made[0].number)
    back = reverse("console:problems")
    return verbs.page(request, form, title=found.title, submit=_("Make it a problem"), back=back, say=found.why)


def dismiss(request: Request, pk: int) -> HttpResponse:
    """See no problem in a suggestion."""
    request.actor.need(P.OPEN, str(_("open problems")))
    found, form = get_object_or_404(Suggestion, pk=pk, answer=Answer.OPEN), ReasonForm.asked(request)
    if form.carries(lambda: life.dismiss_suggestion(found, by=request.actor, **form.cleaned_data)):
        return redirect("console:problems")
    back = reverse("console:problems")
    return verbs.page(request, form, title=found.title, submit=_("No problem"), back=back, say=found.why)


STEPS: dict[str, tuple[type[VerbForm], Callable[..., None], Any]] = {
    "investigate": (VerbForm, life.investigate, _("Investigate")),
    "know": (forms.KnowForm, life.know, _("Known error")),
    "begin_fix": (forms.FixForm, life.begin_fix, _("Begin the fix")),
    "resolve": (forms.ResolveForm, life.resolve, _("Resolve")),
    "close": (forms.VerifyForm, life.close, _("Verify and close")),
    "cancel": (ReasonForm, life.cancel, _("No problem")),
    "reopen": (ReasonForm, life.reopen, _("Reopen")),
}


def step(request: Request, number: str, verb: str) -> HttpResponse:
    """Take a step of its life."""
    problem = _found(request, number)
    kind, act, title = STEPS[verb]
    known = {name: getattr(problem, name) for name in kind.base_fields if hasattr(problem, name)}
    if verb == "close" and not problem.verification:
        known["verification"] = reviews.effect_on(problem.ticket).words
    form = kind.asked(request, initial=known)
    return _carry(request, problem, form, lambda: act(problem, by=request.actor, **form.cleaned_data), title)


def amend(request: Request, number: str) -> HttpResponse:
    """Write down what is known."""
    problem = _found(request, number)
    known = {name: getattr(problem, name) for name in life.AMENDABLE}
    form = forms.AmendForm.asked(request, initial={**known, "version": problem.ticket.version})
    return _carry(
        request, problem, form, lambda: life.amend(problem, by=request.actor, **form.changed()), _("What is known")
    )


def note(request: Request, number: str) -> HttpResponse:
    """Write down what the investigation found."""
    problem, form = _found(request, number), forms.NoteForm.asked(request)

    def act() -> None:
        talking.note(request, problem.ticket, form.cleaned_data["body"])

    return _carry(request, problem, form, act, _("Note"), clears=f"{problem.number}:talk")


def link(request: Request, number: str) -> HttpResponse:
    """Say which incident it caused."""
    problem, form = _found(request, number), forms.IncidentForm.asked(request, actor=request.actor)
    return _carry(
        request, problem, form, lambda: life.link_incident(problem, by=request.actor, **form.cleaned_data),
        _("It caused"),
    )  # fmt: skip


def _found(request: Request, number: str) -> Problem:
    rows = Problem.objects.visible_to(request.actor).select_related("ticket__service", "ticket__team", "item")
    return get_object_or_404(rows, ticket__number=number.upper())


def _address(verb: str, problem: Problem) -> str:
    """Merging is the same for every kind; the other verbs are its own."""
    if verb == "merge":
        return reverse("console:ticket-merge", args=[problem.number])
    return reverse(f"console:problem-{verb}", args=[problem.number])


def _carry(  # noqa: PLR0913, PLR0917  # what a verb of a problem is made of
    request: Request, problem: Problem, form: VerbForm, act: Callable[[], object], title: Any, clears: str = ""
) -> HttpResponse:
    if form.carries(act):
        toast(request, _("Done."), clears=clears)
        return redirect("console:problem", problem.number)
    back = reverse("console:problem", args=[problem.number])
    return verbs.page(request, form, title=title, submit=title, back=back, say=problem.ticket.title)

"""What follows from reviews: corrective actions, preventive tasks, patterns, and the kinds of cause."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.console.reviews import going
from watchkeep.doors.console.reviews.forms import (
    ActionForm,
    DecisionForm,
    EvidenceForm,
    ProposalForm,
    RequirementForm,
    ReviewActionForm,
    TaskForm,
)
from watchkeep.insight.reviews import life, queries
from watchkeep.insight.reviews.models import Action, ActionState, Category, CategoryState, Requirement, Review, Task
from watchkeep.insight.reviews.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.pages import keyset
from watchkeep.work.problems.models import Problem


def actions(request: Request) -> HttpResponse:
    """Corrective actions, those due first on top."""
    request.actor.need(P.SEE_ACTIONS, str(_("see corrective actions")))
    state = request.GET.get("state", ActionState.OPEN)
    state = state if state in ActionState.values else ActionState.OPEN
    rows = Action.objects.visible_to(request.actor).filter(state=state).select_related("owner", "review")
    page = keyset(rows, order=("due_on", "id"), cursor=request.GET.get("cursor"))
    return render(request, "reviews/actions.html", {"page": page, "state": state, "states": ActionState.choices})


def action(request: Request, number: str) -> HttpResponse:
    """One corrective action."""
    found = going.action(request, number)
    steps = {step.verb for step in life.ACTIONS.open_to(found, request.actor)}
    shown = {"action": found, "steps": steps, "tasks": found.tasks.all()}
    return render(request, "reviews/action.html", shown)


def new_action(request: Request, number: str) -> HttpResponse:
    """Let somebody do something because of a review."""
    review = going.review(request, number)
    soon = (clock.now() + timedelta(days=14)).date()
    form = ReviewActionForm.asked(request, review=review, initial={"due_on": soon})
    return going.carry(
        request, form, lambda: life.open_action(by=request.actor, review=review, **form.cleaned_data),
        title=_("Corrective action"), submit=_("Add"), back=reverse("console:review", args=[number]),
        said=_("Its owner hears of it."),
    )  # fmt: skip


def problem_action(request: Request, number: str) -> HttpResponse:
    """Let somebody do something because of a problem."""
    request.actor.need(P.MANAGE_ACTIONS, str(_("open corrective actions")))
    rows = Problem.objects.visible_to(request.actor).select_related("ticket__team")
    problem = get_object_or_404(rows, ticket__number=number.upper()).ticket
    soon = (clock.now() + timedelta(days=14)).date()
    form = ActionForm.asked(request, initial={"due_on": soon, "team": problem.team})
    return going.carry(
        request, form, lambda: life.open_action(by=request.actor, problem=problem, **form.cleaned_data),
        title=_("Corrective action"), submit=_("Add"), back=reverse("console:problem", args=[number]),
        said=_("Its owner hears of it."), say=problem.title,
    )  # fmt: skip


def edit_action(request: Request, number: str) -> HttpResponse:
    """Change words, owner or day."""
    found = going.action(request, number)
    known = {name: getattr(found, name) for name in ReviewActionForm.base_fields}
    form = (
        ReviewActionForm.asked(request, review=found.review, initial=known)
        if found.review
        else ActionForm.asked(request, initial=known)
    )
    return _verb(
        request, found, form, lambda: life.edit_action(found, by=request.actor, **form.cleaned_data), _("Change")
    )


def done(request: Request, number: str) -> HttpResponse:
    """It is done, with evidence."""
    found, form = going.action(request, number), EvidenceForm.asked(request)
    return _verb(request, found, form, lambda: life.complete(found, by=request.actor, **form.cleaned_data), _("Done"))


def reopen(request: Request, number: str) -> HttpResponse:
    """It did not help."""
    found, form = going.action(request, number), ReasonForm.asked(request)
    return _verb(request, found, form, lambda: life.reopen(found, by=request.actor, **form.cleaned_data), _("Reopen"))


def drop(request: Request, number: str) -> HttpResponse:
    """It will not be done."""
    found, form = going.action(request, number), ReasonForm.asked(request)
    return _verb(request, found, form, lambda: life.drop(found, by=request.actor, **form.cleaned_data), _("Drop it"))


def prevent(request: Request, number: str) -> HttpResponse:
    """Do it again and again."""
    found = going.action(request, number)
    service = found.watch_service or (found.review.incident.ticket.service if found.review else None)
    known = {"title": found.title, "owner": found.owner, "service": service, "detail": found.detail}
    first = (clock.now() + timedelta(days=30)).date()
    form = TaskForm.asked(request, initial={**known, "starts_on": first})
    return _verb(
        request, found, form, lambda: life.prevent_with(found, by=request.actor, **form.cleaned_data),
        _("Do it again and again"),
    )  # fmt: skip


def tasks(request: Request) -> HttpResponse:
    """Preventive tasks, those due first on top."""
    request.actor.need(P.SEE_ACTIONS, str(_("see preventive tasks")))
    rows = Task.objects.visible_to(request.actor).filter(is_active="ended" not in request.GET)
    rows = rows.select_related("service", "item", "owner")
    page = keyset(rows, order=("next_on", "id"), cursor=request.GET.get("cursor"))
    return render(request, "reviews/tasks.html", {"page": page, "is_ended": "ended" in request.GET})


def task(request: Request, number: str) -> HttpResponse:
    """One preventive task, and when it was done."""
    found = going.task(request, number)
    times = found.occurrences.select_related("done_by", "ticket").order_by("-due_on")[:50]
    ahead = queries.days_ahead(found.rule, found.starts_on, day=found.next_on) if found.is_active else []
    return render(request, "reviews/task.html", {"task": found, "times": times, "ahead": ahead})


def plan(request: Request) -> HttpResponse:
    """Plan a preventive task."""
    request.actor.need(P.MANAGE_ACTIONS, str(_("plan preventive tasks")))
    form = TaskForm.asked(request)
    return going.carry(
        request, form, lambda: life.plan_task(by=request.actor, **form.cleaned_data), title=_("Preventive task"),
        submit=_("Plan"), back=reverse("console:preventive"), said=_("Planned."),
    )  # fmt: skip


def edit_task(request: Request, number: str) -> HttpResponse:
    """Change a preventive task."""
    found = going.task(request, number)
    form = TaskForm.asked(request, initial=TaskForm.known(found))
    back = reverse("console:preventive-task", args=[number])

    def act() -> None:
        given = dict(form.cleaned_data)
        life.edit_task(found, by=request.actor, next_on=given.pop("starts_on"), **given)

    return going.carry(request, form, act, title=_("Change"), submit=_("Save"), back=back, said=_("Saved."))


def do_task(request: Request, number: str) -> HttpResponse:
    """It was done this time."""
    found, form = going.task(request, number), EvidenceForm.asked(request)
    back = reverse("console:preventive-task", args=[number])
    return going.carry(
        request, form, lambda: life.do_task(found, by=request.actor, due_on=found.next_on, **form.cleaned_data),
        title=_("Done"), submit=_("Done"), back=back, said=_("Done for this time."),
    )  # fmt: skip


def end_task(request: Request, number: str) -> HttpResponse:
    """It is not needed any more."""
    found, form = going.task(request, number), ReasonForm.asked(request)
    back = reverse("console:preventive-task", args=[number])
    return going.carry(
        request, form, lambda: life.end_task(found, by=request.actor, **form.cleaned_data), title=_("End it"),
        submit=_("End it"), back=back, said=_("Ended."), danger=True,
    )  # fmt: skip


PARTS = {
    queries.Part.CATEGORY: _("By kind of cause"),
    queries.Part.SERVICE: _("By service"),
    queries.Part.TEAM: _("By team"),
    queries.Part.CLASS: _("By class of item"),
    queries.Part.CHANGE: _("By change"),
}


def patterns(request: Request) -> HttpResponse:
    """Causes over time, recurrence, and how long cures take."""
    request.actor.need(P.SEE, str(_("see reviews")))
    days = request.GET.get("days", "")
    span = queries.Span(min(int(days), queries.MOST_DAYS) if days.isdecimal() and len(days) < 5 and int(days) else 180)
    part, key = request.GET.get("part", ""), request.GET.get("key", "")
    figures = queries.figures(span)
    shown: dict[str, Any] = {"figures": figures, "days": span.days, "spans": (30, 90, 180, 365)}
    shown["parts"] = [(part, PARTS[part], groups) for part, groups in figures.groups.items()]
    shown["most"] = max([month.opened for month in figures.months] + [1])
    if part:
        rows = queries.causes(span, part, key).filter(review__in=Review.objects.visible_to(request.actor))
        rows = rows.select_related("review__incident__ticket", "category__parent")
        shown["causes"] = rows.order_by("-id")[:100]
    if "recurred" in request.GET:
        shown["recurred"] = queries.recurred(span).order_by("-ticket_id")[:100]
    if "cures" in request.GET:
        shown["cures"] = queries.cured(span, most=100)
    return render(request, "reviews/patterns.html", shown)


def kinds(request: Request) -> HttpResponse:
    """The kinds of cause, what is proposed, and what each severity requires."""
    request.actor.need(P.SEE, str(_("see reviews")))
    shown = {
        "kinds": Category.objects.exclude(state=CategoryState.DECLINED).select_related("parent", "proposed_by"),
        "requirements": {row.severity: queries.demanded(row) for row in Requirement.objects.all()},
        "severities": (1, 2, 3, 4),
        "may_decide": request.actor.may(P.CONFIGURE),
        "may_propose": request.actor.may(P.WRITE),
    }
    return render(request, "reviews/kinds.html", shown)


def propose(request: Request) -> HttpResponse:
    """Say that a kind of cause is missing."""
    request.actor.need(P.WRITE, str(_("write reviews")))
    form = ProposalForm.asked(request)
    return going.carry(
        request, form, lambda: life.propose_category(by=request.actor, **form.cleaned_data),
        title=_("Propose a kind of cause"), submit=_("Propose"), back=reverse("console:cause-kinds"),
        said=_("Proposed. Somebody else decides."),
    )  # fmt: skip


DECISIONS: dict[str, Callable[..., None]] = {
    "accept": life.accept_category,
    "decline": life.decline_category,
    "retire": life.retire_category,
}


def decide(request: Request, pk: int, decision: str) -> HttpResponse:
    """Accept, decline or retire a kind of cause."""
    request.actor.need(P.CONFIGURE, str(_("decide on kinds of cause")))
    found, form = get_object_or_404(Category, pk=pk), DecisionForm.asked(request)
    act = DECISIONS[decision]
    return going.carry(
        request, form, lambda: act(found, by=request.actor, reason=form.cleaned_data["reason"]), title=str(found),
        submit={"accept": _("Accept"), "decline": _("Decline"), "retire": _("Retire")}[decision],
        back=reverse("console:cause-kinds"), said=_("Decided."),
    )  # fmt: skip


def require(request: Request, severity: int) -> HttpResponse:
    """Say what a severity requires."""
    request.actor.need(P.CONFIGURE, str(_("say what a root cause must have")))
    row = Requirement.objects.filter(severity=severity).first()
    known = {name: getattr(row, name) if row else 0 for name in RequirementForm.base_fields}
    form = RequirementForm.asked(request, initial=known)
    return going.carry(
        request, form, lambda: life.set_requirement(by=request.actor, severity=severity, **form.cleaned_data),
        title=f"SEV{severity}", submit=_("Save"), back=reverse("console:cause-kinds"), said=_("Saved."),
        say=_("What must be known before an incident of this severity can be closed."),
    )  # fmt: skip


def _verb(request: Request, found: Action, form: VerbForm, act: Any, title: Any) -> HttpResponse:
    back = reverse("console:action-due", args=[found.number])
    return going.carry(request, form, act, title=title, submit=title, back=back, said=_("Done."))

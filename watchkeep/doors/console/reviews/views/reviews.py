"""The list of reviews, the page of one, and the verbs of its life."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.console.incidents import timeline
from watchkeep.doors.console.incidents.timeline import Told
from watchkeep.doors.console.reviews import going, graph
from watchkeep.doors.console.reviews.forms import AddendumForm, OwnerForm, TextsForm
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.knowledge.models import Article
from watchkeep.insight.reviews import life, queries
from watchkeep.insight.reviews.models import Entry, Participant, Review, State
from watchkeep.insight.reviews.permissions import P
from watchkeep.kernel.pages import keyset
from watchkeep.work.incidents import queries as incidents
from watchkeep.work.incidents.models import Incident


@dataclass(frozen=True)
class Line:
    """A line of the timeline: a fact or what the review added, with what it says about it."""

    at: datetime
    told: Told | None
    entry: Entry | None


def listed(request: Request) -> HttpResponse:
    """Reviews, the newest first."""
    request.actor.need(P.SEE, str(_("see reviews")))
    rows = Review.objects.visible_to(request.actor).select_related("incident__ticket__service", "owner")
    state = request.GET.get("state", "")
    rows = rows.filter(state=state) if state in State.values else rows
    page = keyset(rows, cursor=request.GET.get("cursor"))
    return render(request, "reviews/list.html", {"page": page, "state": state, "states": State.choices})


def show(request: Request, number: str) -> HttpResponse:
    """One review: texts, timeline, causes, actions, people."""
    review = going.review(request, number)
    people = queries.people_around(review) if review.is_open else []
    tree = queries.tree_of(review)
    shown = {
        "review": review,
        "ticket": review.incident.ticket,
        "lines": _lines(request, review),
        "tree": tree,
        "graph": graph.drawing(tree, review.incident.ticket),
        "actions": review.actions.select_related("owner", "node").order_by("id"),
        "people": Participant.objects.filter(review=review).select_related("person"),
        "article": _article(request, review),
        "addenda": review.addenda.select_related("author"),
        "hints": queries.hints_of(review, [one.name for one in people]) if review.is_open else {},
        "missing": queries.missing(review) if review.is_unfinished else [],
        "texts": [(name, LABELS[name], getattr(review, name)) for name in LABELS],
        "steps": {step.verb for step in life.LIFE.open_to(review, request.actor)},
        "may_write": review.is_open and request.actor.may(P.WRITE),
        "may_sign": review.state == State.SIGNING and _waits_for(review, request),
    }
    return render(request, "reviews/review.html", shown)


def _article(request: Request, review: Review) -> Article | None:
    """The article in which it is kept, if the reader may see that."""
    made = queries.lesson_of(review)
    return Article.objects.visible_to(request.actor).filter(pk=made.pk).first() if made else None


LABELS = {
    "narrative": _("What happened"),
    "impact": _("Impact"),
    "detection": _("How we noticed"),
    "went_well": _("What went well"),
    "went_badly": _("What went badly"),
    "lucky": _("Where we got lucky"),
}


def new(request: Request, number: str) -> HttpResponse:
    """Open the review of an incident that need not have one."""
    incident = get_object_or_404(Incident.objects.visible_to(request.actor), ticket__number=number.upper())
    form = VerbForm.asked(request)
    made: list[Review] = []
    if form.carries(lambda: made.append(life.open_review(incident, by=request.actor))):
        return redirect("console:review", made[0].number)
    return going.carry(
        request, form, bool, title=_("Review this incident"), submit=_("Open a review"),
        back=reverse("console:incident", args=[incident.number]), said="",
    )  # fmt: skip


def write(request: Request, number: str) -> HttpResponse:
    """Write its texts."""
    review = going.review(request, number)
    form = TextsForm.asked(request, initial={name: getattr(review, name) for name in (*life.TEXTS, "version")})
    if form.carries(lambda: life.write(review, by=request.actor, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:review", number)
    return render(request, "reviews/write.html", {"form": form, "review": review}, status=form.status)


def owner(request: Request, number: str) -> HttpResponse:
    """Say who sees to it, and until when."""
    review = going.review(request, number)
    form = OwnerForm.asked(request, initial={"owner": review.owner, "due_at": review.due_at})
    return _done(
        request,
        review,
        form,
        lambda: life.set_owner(review, by=request.actor, **form.cleaned_data),
        _("Owner, date"),
    )


def ask(request: Request, number: str) -> HttpResponse:
    """Ask for sign-off."""
    review = going.review(request, number)
    form = VerbForm.asked(request)
    return _done(request, review, form, lambda: life.ask_sign_off(review, by=request.actor), _("Ask for sign-off"))


def sign(request: Request, number: str) -> HttpResponse:
    """Stand by it."""
    review = going.review(request, number)
    form = VerbForm.asked(request)
    return _done(request, review, form, lambda: life.sign(review, by=request.actor), _("Sign it off"))


def send_back(request: Request, number: str) -> HttpResponse:
    """Write on."""
    review = going.review(request, number)
    form = ReasonForm.asked(request)
    return _done(
        request, review, form, lambda: life.send_back(review, by=request.actor, **form.cleaned_data), _("Write on")
    )


def publish(request: Request, number: str) -> HttpResponse:
    """Publish it."""
    review = going.review(request, number)
    form = VerbForm.asked(request)
    return _done(request, review, form, lambda: life.publish(review, by=request.actor), _("Publish"))


def waive(request: Request, number: str) -> HttpResponse:
    """Decide that none is needed."""
    review = going.review(request, number)
    form = ReasonForm.asked(request)
    return _done(request, review, form, lambda: life.waive(review, by=request.actor, **form.cleaned_data), _("Waive"))


def resume(request: Request, number: str) -> HttpResponse:
    """Write it after all."""
    review = going.review(request, number)
    form = VerbForm.asked(request)
    return _done(request, review, form, lambda: life.resume(review, by=request.actor), _("Write it after all"))


def addendum(request: Request, number: str) -> HttpResponse:
    """Add what became known."""
    review = going.review(request, number)
    form = AddendumForm.asked(request)
    return _done(
        request, review, form, lambda: life.add_addendum(review, by=request.actor, **form.cleaned_data), _("Addendum")
    )


def _done(request: Request, review: Review, form: VerbForm, act: Callable[[], object], title: Words) -> HttpResponse:
    back = reverse("console:review", args=[review.number])
    return going.carry(request, form, act, title=title, submit=title, back=back, said=_("Done."))


def _lines(request: Request, review: Review) -> list[Line]:
    """What happened and what the review added, in the order of time; nothing that was told after publication."""
    tickets = [review.incident.ticket, *(one.ticket for one in incidents.family(review.incident))]
    marks = queries.marks_of(review)
    told = [one for one in timeline.tell(tickets, request.actor) if not one.line.is_quiet]
    if review.published_at:
        told = [one for one in told if one.entry.fact.at <= review.published_at]
    lines = [Line(one.entry.fact.at, one, marks.by_fact.get(one.entry.fact.pk)) for one in told]
    own = [Line(entry.at, None, entry) for entry in marks.own if entry.at]
    return sorted([*lines, *own], key=lambda line: line.at)


def _waits_for(review: Review, request: Request) -> bool:
    mine = Participant.objects.filter(review=review, person=request.user, must_sign=True, signed_at=None)
    return mine.exists()

"""What a review is made of: entries of the timeline, people, the meeting, causes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.console.reviews import going
from watchkeep.doors.console.reviews.forms import (
    CauseForm,
    CorrectionForm,
    EntryForm,
    MeetingForm,
    NoteForm,
    ParticipantForm,
    TieForm,
)
from watchkeep.insight.reviews import life, queries
from watchkeep.insight.reviews.models import Edge, Entry, Node, Participant, Review


def _back(review: Review) -> str:
    return reverse("console:review", args=[review.number])


def _about(review: Review, what: str, pk: int) -> dict[str, Any]:
    """A fact of the incident, or an entry of the review's own."""
    return {"fact": pk} if what == "fact" else {"entry": get_object_or_404(Entry, review=review, pk=pk)}


def entry(request: Request, number: str) -> HttpResponse:
    """Add what no machine saw."""
    review = going.review(request, number)
    form = EntryForm.asked(request)
    return going.carry(
        request, form, lambda: life.add_entry(review, by=request.actor, **form.cleaned_data), title=_("Add an entry"),
        submit=_("Add"), back=_back(review), said=_("Added."),
    )  # fmt: skip


def pin(request: Request, number: str, what: str, pk: int) -> HttpResponse:
    """Pin an entry, or take the pin away."""
    review = going.review(request, number)
    about, form = _about(review, what, pk), VerbForm.asked(request)
    is_pinned = Entry.objects.filter(review=review, is_pinned=True, **({"fact": pk} if what == "fact" else {"pk": pk}))
    act = life.unpin if is_pinned.exists() else life.pin
    title = _("Take the pin away") if act is life.unpin else _("Pin this entry")
    return going.carry(
        request, form, lambda: act(review, by=request.actor, **about), title=title, submit=title, back=_back(review),
        said=_("Done."),
    )  # fmt: skip


def note(request: Request, number: str, what: str, pk: int) -> HttpResponse:
    """Remark on an entry."""
    review = going.review(request, number)
    about, form = _about(review, what, pk), NoteForm.asked(request)
    return going.carry(
        request, form, lambda: life.annotate(review, by=request.actor, **about, **form.cleaned_data),
        title=_("Remark on this entry"), submit=_("Save"), back=_back(review), said=_("Saved."),
    )  # fmt: skip


def correct(request: Request, number: str, what: str, pk: int) -> HttpResponse:
    """Say what an entry should have said."""
    review = going.review(request, number)
    about, form = _about(review, what, pk), CorrectionForm.asked(request)
    return going.carry(
        request, form, lambda: life.correct(review, by=request.actor, **about, **form.cleaned_data),
        title=_("Correct this entry"), submit=_("Correct"), back=_back(review), said=_("Corrected."),
        say=_("What it says stays; your correction stands beside it, with your name."),
    )  # fmt: skip


def participant(request: Request, number: str) -> HttpResponse:
    """Let somebody take part."""
    review = going.review(request, number)
    form = ParticipantForm.asked(request)
    return going.carry(
        request, form, lambda: life.add_participant(review, by=request.actor, **form.cleaned_data),
        title=_("Add somebody"), submit=_("Add"), back=_back(review), said=_("Added."),
    )  # fmt: skip


def leave(request: Request, number: str, pk: int) -> HttpResponse:
    """Take somebody off."""
    review = going.review(request, number)
    found = get_object_or_404(Participant.objects.select_related("review", "person"), review=review, pk=pk)
    form = VerbForm.asked(request)
    return going.carry(
        request, form, lambda: life.remove_participant(found, by=request.actor), title=_("Take somebody off"),
        submit=_("Take off"), back=_back(review), said=_("Done."), say=found.person.name,
    )  # fmt: skip


def meeting(request: Request, number: str) -> HttpResponse:
    """Say when everybody meets."""
    review = going.review(request, number)
    known = {"at": review.meeting_at, "minutes": review.meeting_minutes, "place": review.meeting_place}
    form = MeetingForm.asked(request, initial=known)
    return going.carry(
        request, form, lambda: life.set_meeting(review, by=request.actor, **form.cleaned_data), title=_("Meeting"),
        submit=_("Invite"), back=_back(review), said=_("Invitations are on their way."),
    )  # fmt: skip


def call_off(request: Request, number: str) -> HttpResponse:
    """Say that they do not meet after all."""
    review, form = going.review(request, number), VerbForm.asked(request)
    return going.carry(
        request, form, lambda: life.call_off_meeting(review, by=request.actor), title=_("Call the meeting off"),
        submit=_("Call it off"), back=_back(review), said=_("It leaves everybody's calendar."), danger=True,
    )  # fmt: skip


def calendar(request: Request, number: str) -> HttpResponse:
    """The meeting as a file for a calendar."""
    review = going.review(request, number)
    answer = HttpResponse(queries.invitation(review), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{review.number}.ics"'
    return answer


def cause(request: Request, number: str) -> HttpResponse:
    """Record something that had a part in it."""
    review = going.review(request, number)
    form = CauseForm.asked(request, review=review)
    return going.carry(
        request, form, lambda: life.record_cause(review, by=request.actor, **form.cleaned_data),
        title=_("Add to the causes"), submit=_("Add"), back=_back(review), said=_("Recorded."),
    )  # fmt: skip


def edit_cause(request: Request, number: str, pk: int) -> HttpResponse:
    """Put it in other words."""
    review = going.review(request, number)
    node = _node(review, pk)
    form = CauseForm.asked(request, review=review, node=node)
    return going.carry(
        request, form, lambda: life.edit_cause(node, by=request.actor, **form.cleaned_data), title=_("Change it"),
        submit=_("Save"), back=_back(review), said=_("Saved."),
    )  # fmt: skip


def remove_cause(request: Request, number: str, pk: int) -> HttpResponse:
    """It had no part in it."""
    review = going.review(request, number)
    node, form = _node(review, pk), VerbForm.asked(request)
    return going.carry(
        request, form, lambda: life.remove_cause(node, by=request.actor), title=_("Take it out"),
        submit=_("Take it out"), back=_back(review), said=_("Taken out."), say=node.text, danger=True,
    )  # fmt: skip


def tie(request: Request, number: str, pk: int) -> HttpResponse:
    """Say what it led to."""
    review = going.review(request, number)
    node = _node(review, pk)
    form = TieForm.asked(request, node=node)
    return going.carry(
        request, form, lambda: life.tie(review, by=request.actor, cause=node, **form.cleaned_data),
        title=_("What it led to"), submit=_("Tie"), back=_back(review), said=_("Tied."), say=node.text,
    )  # fmt: skip


def untie(request: Request, number: str, pk: int) -> HttpResponse:
    """It did not lead there."""
    review = going.review(request, number)
    edge = get_object_or_404(Edge.objects.select_related("review", "cause", "effect"), review=review, pk=pk)
    form = VerbForm.asked(request)
    say = f"{edge.cause} → {edge.effect}"
    return going.carry(
        request, form, lambda: life.untie(edge, by=request.actor), title=_("It did not lead there"),
        submit=_("Untie"), back=_back(review), said=_("Untied."), say=say,
    )  # fmt: skip


def _node(review: Review, pk: int) -> Node:
    return get_object_or_404(Node.objects.select_related("review", "category"), review=review, pk=pk)

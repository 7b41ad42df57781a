"""Verbs that every kind of ticket has: merged, part of another, linked, split; and calls noted down."""

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import rooms, verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.desk import forms
from watchkeep.doors.console.desk.finding import find
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.picking import PersonField
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.work.desk import life, queries
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets import queries as ticket_queries
from watchkeep.work.tickets.models import Comment, Link, Ticket
from watchkeep.work.tickets.permissions import P

MOST_TYPED = 100


def call(request: Request) -> HttpResponse:
    """Note down a call: one line makes the caller's ticket."""
    request.actor.need(P.NOTE, str(_("note down calls")))
    form, made = forms.CallForm.asked(request, actor=request.actor), list[Ticket]()
    if form.carries(lambda: made.append(life.note_call(by=request.actor, **form.noted()))):
        toast(request, _("%(number)s is open.") % {"number": made[0].number})
        return redirect(rooms.address(made[0]))
    return render(request, "desk/call.html", {"form": form}, status=form.status)


def people_to_mention(request: Request) -> JsonResponse:
    """Who can be spoken to, while somebody types a name, or one after an @ in a text."""
    request.actor.need(P.NOTE, str(_("write notes")))
    typed = request.GET.get("q", "").replace("\x00", "")
    if "whole" in request.GET:
        picker = PersonField(ticket_queries.mentionable(request.actor))
        return JsonResponse({"items": picker.offers(typed[:MOST_TYPED])})
    last = (typed.split() or [""])[-1]
    rows = ticket_queries.mentionable(request.actor, last[1:])[:8] if last.startswith("@") else []
    return JsonResponse({"items": [{"text": f"@{one.email}", "words": one.name} for one in rows]})


def merge(request: Request, number: str) -> HttpResponse:
    """It is the same as another one of its kind."""
    ticket = find(request, number)
    form = forms.MergeForm.asked(request, actor=request.actor, ticket=ticket)
    say = _("It is the same as another one: closed here, read and worked there. Nothing moves, so it can be undone.")
    return _carried(
        request, ticket, form, lambda: life.merge(ticket, by=request.actor, into=form.cleaned_data["other"]),
        _("Merge into another"), say,
    )  # fmt: skip


def unmerge(request: Request, number: str) -> HttpResponse:
    """It was another thing after all."""
    ticket, form = find(request, number), VerbForm.asked(request)
    say = _("It was another thing after all, and stands again where it stood before.")
    return _carried(request, ticket, form, lambda: life.unmerge(ticket, by=request.actor), _("Take it out again"), say)


def parent(request: Request, number: str) -> HttpResponse:
    """It is part of a larger ticket."""
    ticket = find(request, number)
    larger = queries.parent_of(ticket, request.actor)
    form = forms.ParentForm.asked(request, actor=request.actor, initial={"other": larger.number if larger else ""})
    say = _("What is said and done for the whole can reach its open parts.")
    return _carried(
        request, ticket, form, lambda: life.set_parent(ticket, by=request.actor, parent=form.cleaned_data["other"]),
        _("Part of a larger ticket"), say,
    )  # fmt: skip


def link(request: Request, number: str) -> HttpResponse:
    """It has to do with another one, of any kind."""
    ticket, form = find(request, number), forms.LinkForm.asked(request, actor=request.actor)

    def act() -> None:
        given = form.cleaned_data
        tickets.link(ticket, by=request.actor, other=given["other"], relation=given["relation"])

    return _carried(request, ticket, form, act, _("Link to another"))


def unlink(request: Request, number: str, pk: int) -> HttpResponse:
    """They have nothing to do with one another."""
    ticket, form = find(request, number), VerbForm.asked(request)
    tie = get_object_or_404(Link.objects.filter(source=ticket.pk) | Link.objects.filter(target=ticket.pk), pk=pk)
    return _carried(
        request, ticket, form, lambda: tickets.unlink(ticket, by=request.actor, link=tie), _("Take the link away")
    )


def split(request: Request, number: str, pk: int) -> HttpResponse:
    """Make a ticket of its own of something that was said."""
    ticket = find(request, number)
    comment = get_object_or_404(
        Comment.objects.visible_to(request.actor).select_related("author"), ticket=ticket, pk=pk
    )
    title = " ".join(comment.body.split())[:120]
    form, made = forms.SplitForm.asked(request, initial={"title": title}), list[Ticket]()
    if form.carries(lambda: made.append(life.split(ticket, comment, by=request.actor, **form.cleaned_data))):
        toast(request, _("%(number)s is open.") % {"number": made[0].number})
        return redirect(rooms.address(made[0]))
    say = _("What was said becomes a ticket of its own, with its files; both say where the other is.")
    back = rooms.address(ticket)
    return verbs.page(request, form, title=_("Make a ticket of it"), submit=_("Open"), back=back, say=say)


def _carried(  # noqa: PLR0913, PLR0917  # what a verb's page is made of
    request: Request, ticket: Ticket, form: VerbForm, act: Callable[[], object], title: Words, say: Words = ""
) -> HttpResponse:
    if form.carries(act):
        toast(request, _("Done."))
        return redirect(rooms.address(ticket))
    words = f"{ticket}. {say}" if say else str(ticket)
    return verbs.page(request, form, title=title, submit=title, back=rooms.address(ticket), say=words)

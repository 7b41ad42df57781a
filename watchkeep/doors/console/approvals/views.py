"""The inbox of approvals, the page of one, and who stands in."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import verbs
from watchkeep.doors.console.approvals import briefs, forms, words
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.forms import VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.kernel.pages import keyset
from watchkeep.work.approvals import life, queries
from watchkeep.work.approvals.models import Ballot, StandIn
from watchkeep.work.approvals.permissions import P
from watchkeep.work.tickets.models import Attachment, Ticket

MOST, ASKED = 200, 20


def inbox(request: Request) -> HttpResponse:
    """What waits for me, what I wait for, what I have answered, and who answers for me."""
    request.actor.need(P.ANSWER, str(_("answer approvals")))
    page = keyset(queries.answered(request.actor), cursor=request.GET.get("cursor"), size=20)
    shown = {
        "waiting": briefs.listed(queries.inbox(request.actor)[:MOST]),
        "asked": [(one, queries.standing_now(one)) for one in queries.asked_by(request.actor)[:ASKED]],
        "page": page,
        "answered": briefs.listed(page.rows),
        "absences": StandIn.objects.filter(person=request.actor.person).select_related("deputy")[:20],
        "may_stand_in": request.actor.may(P.STAND_IN),
    }
    return render(request, "approvals/inbox.html", shown)


def decide(request: Request, pk: int) -> HttpResponse:
    """Read what it is, and answer."""
    ballot = found(request, pk)
    form = forms.AnswerForm.asked(request, initial={"seen": ballot.approval.digest})
    if form.carries(lambda: answer(ballot, form, request)):
        toast(request, words.after(ballot, request.actor.person))
        return redirect("console:approvals")
    ticket = ballot.approval.ticket
    shown = {
        "form": form,
        "ballot": ballot,
        "approval": ballot.approval,
        "brief": briefs.of(ballot.approval),
        "course": queries.course_of(ballot.approval),
        "standing": queries.standing_now(ballot.approval),
        "follows": "" if ballot.answer is None else words.follows(ballot, request.actor.person),
        "ticket": ticket,
        "may_open": Ticket.objects.visible_to(request.actor).filter(pk=ticket.pk).exists(),
        "may_answer": ballot.is_open and queries.may_answer(ballot, request.actor.person),
        "files": Attachment.objects.filter(ticket=ticket, is_public=True).count(),
    }
    return render(request, "approvals/approval.html", shown, status=form.status)


def answer(ballot: Ballot, form: forms.AnswerForm, request: Request) -> None:
    """Yes or no, as the form says."""
    said = form.cleaned_data
    if said["answer"] == "yes":
        life.approve(ballot, by=request.actor, seen=said["seen"], note=said["reason"])
    else:
        life.refuse(ballot, by=request.actor, reason=said["reason"], seen=said["seen"])


def delegate(request: Request, pk: int) -> HttpResponse:
    """Let somebody else decide."""
    ballot = found(request, pk)
    form = forms.DelegateForm.asked(request, actor=request.actor, barred=ballot.approval.parties)
    if form.carries(lambda: life.delegate(ballot, by=request.actor, **form.cleaned_data)):
        toast(request, _("They are asked now."))
        return redirect("console:approvals")
    back = reverse("console:approval", args=[ballot.pk])
    return verbs.page(
        request, form, title=_("Hand it on"), submit=_("Hand it on"), back=back, say=ballot.approval.title
    )  # fmt: skip


def away(request: Request) -> HttpResponse:
    """Name who answers for me while I am away."""
    form = forms.StandInForm.asked(request, actor=request.actor)
    if form.carries(lambda: life.stand_in(by=request.actor, person=request.user, **form.cleaned_data)):
        toast(request, _("Saved."))
        return redirect("console:approvals")
    back = reverse("console:approvals")
    return verbs.page(request, form, title=_("While I am away"), submit=_("Save"), back=back)


def back_again(request: Request, pk: int) -> HttpResponse:
    """I am back: nobody answers for me any more."""
    row = get_object_or_404(StandIn, pk=pk, person=request.actor.person)
    form = VerbForm.asked(request)
    if form.carries(lambda: life.end_stand_in(row, by=request.actor)):
        return redirect("console:approvals")
    back = reverse("console:approvals")
    return verbs.page(request, form, title=_("I am back"), submit=_("Nobody answers for me"), back=back, say=str(row))


def found(request: Request, pk: int) -> Ballot:
    """The question, if it is this reader's to see."""
    rows = Ballot.objects.visible_to(request.actor).select_related(
        "person", "answered_by", "approval__ticket__requester", "approval__requester"
    )
    return get_object_or_404(rows, pk=pk)

"""One's own tickets: how they stand, what was said, and saying more."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.portal import words
from watchkeep.doors.portal.forms import ReplyForm
from watchkeep.doors.ui import files
from watchkeep.doors.ui.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.sla import queries as sla
from watchkeep.estate.people.models import Person
from watchkeep.kernel import pages
from watchkeep.work.desk import queries as desk
from watchkeep.work.requests import life as requests
from watchkeep.work.requests import queries as asking
from watchkeep.work.requests.models import Request as Asked
from watchkeep.work.selfservice import queries
from watchkeep.work.tickets import life as life_of_tickets
from watchkeep.work.tickets.models import Attachment, Comment, Kind, Ticket

SIZE = 20


def mine(request: Request) -> HttpResponse:
    """Everything that I asked for or follow, the newest first."""
    rows = queries.tickets_of(request.actor).select_related("requester")
    is_open = request.GET.get("show") != "ended"
    page = pages.keyset(
        rows.filter(is_open=is_open), order=("-opened_at", "-id"), cursor=request.GET.get("cursor"), size=SIZE
    )
    tickets = words.lines(page.rows, request.actor)
    return render(request, "portal/tickets.html", {"tickets": tickets, "page": page, "is_open": is_open})


def show(request: Request, number: str) -> HttpResponse:
    """How it stands."""
    return _drawn(request, _find(request, number), ReplyForm())


def reply(request: Request, number: str) -> HttpResponse:
    """Say something to whoever works on it; on something that was done, that it is not."""
    ticket = _find(request, number)
    form = ReplyForm.asked(request)

    @transaction.atomic
    def act() -> None:
        comment = life_of_tickets.reply(ticket, by=request.actor, body=form.cleaned_data["body"])
        for one in form.cleaned_data["uploads"]:
            life_of_tickets.attach(
                ticket, by=request.actor, file=one, name=one.name, declared=one.content_type or "", comment=comment
            )

    if form.carries(act):
        toast(request, _("Sent."), clears=f"portal:{number}")
        return redirect("portal:ticket", number)
    return _drawn(request, ticket, form)


@require_POST
def withdraw(request: Request, number: str) -> HttpResponse:
    """I do not need it any more."""
    requests.withdraw(_request_of(_find(request, number)), by=request.actor)
    toast(request, _("Taken back."))
    return redirect("portal:ticket", number)


@require_POST
def add_person(request: Request, number: str) -> HttpResponse:
    """Let a colleague follow it, too."""
    ticket = _find(request, number)
    email = request.POST.get("email", "").strip()[:254]
    colleague = Person.objects.visible_to(request.actor).active().filter(email=email).first()
    if colleague is None:
        toast(request, _("Nobody of your organisation has this address."), level=messages.ERROR)
    else:
        life_of_tickets.watch(ticket, by=request.actor, person=colleague)
        toast(request, _("%(name)s can follow it now.") % {"name": colleague.name})
    return redirect("portal:ticket", number)


def file(request: Request, number: str, pk: int) -> FileResponse:
    """Hand a file out: pictures to look at, everything else to keep; nothing as a page. Those of a merge count."""
    ticket = _find(request, number)
    heard = [comment.pk for comment in desk.said_by_merge(ticket, request.actor)]
    here = Q(ticket=ticket) | Q(comment__in=heard, is_public=True)
    rows = Attachment.objects.visible_to(request.actor).filter(here)
    return files.handed_out(get_object_or_404(rows, pk=pk))


def _find(request: Request, number: str) -> Ticket:
    return get_object_or_404(queries.tickets_of(request.actor).select_related("requester", "service"), number=number)


def _request_of(ticket: Ticket) -> Asked:
    """What was asked for; 404 for a ticket of another kind."""
    return get_object_or_404(Asked.objects.select_related("item", "edition"), pk=ticket.pk)


def _order_of(request: Request, ticket: Ticket) -> dict[str, Any]:
    """What only a request has: what was ordered, what came of it, and whether it can be taken back."""
    if ticket.kind != Kind.REQUEST:
        return {}
    asked = _request_of(ticket)
    steps = {step.verb for step in requests.open_to(asked, request.actor)}
    return {"order": asked, "lines": asking.lines_of(asked) if asked.item else [], "may_withdraw": "withdraw" in steps}


def _drawn(request: Request, ticket: Ticket, form: ReplyForm) -> HttpResponse:
    said = Comment.objects.filter(ticket=ticket, is_public=True).select_related("author")
    form.fields["body"].widget.attrs["data-draft"] = f"portal:{ticket.number}"
    into = desk.went_into(ticket)
    elsewhere = desk.said_by_merge(ticket, request.actor) if into else []
    joined = queries.tickets_of(request.actor).filter(pk=into.pk).first() if into else None
    context: dict[str, Any] = {
        "ticket": ticket,
        "joined": joined,
        "standing": words.JOINED if joined else words.standing(ticket, is_merged=bool(into)),
        "said": sorted([*said.prefetch_related("attachments"), *elsewhere], key=lambda one: (one.created_at, one.pk)),
        "files": Attachment.objects.filter(ticket=ticket, comment=None, is_public=True),
        "form": form,
        "clocks": sla.clocks_of(ticket.pk) if ticket.is_open else [],
        "may_add": ticket.requester_id == request.actor.person,
        **_order_of(request, ticket),
    }
    return render(request, "portal/ticket.html", context, status=form.status)

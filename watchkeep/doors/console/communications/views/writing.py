"""Messages of an incident: written, approved, sent, taken back, and who was told."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from watchkeep.doors.console import verbs
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.communications.forms import WordsForm, WriteForm
from watchkeep.doors.console.forms import ReasonForm, VerbForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.communications import life, queries
from watchkeep.duty.communications.models import Message, State
from watchkeep.duty.communications.permissions import P
from watchkeep.duty.notify import queries as notify
from watchkeep.kernel.pages import keyset
from watchkeep.work.incidents.models import Incident


def messages(request: Request, number: str) -> HttpResponse:
    """Who was told what when about one incident."""
    incident = _incident(request, number)
    rows = queries.messages(request.actor, ticket=incident.number)
    page = keyset(rows, cursor=request.GET.get("cursor"), size=30)
    words = {"incident": incident, "page": page, "may_send": request.actor.may(P.SEND)}
    return render(request, "communications/messages.html", words)


def write(request: Request, number: str) -> HttpResponse:
    """Begin words for an audience."""
    request.actor.need(P.SEND, _("write to audiences"))
    incident, form, made = _incident(request, number), WriteForm.asked(request), []
    if form.carries(lambda: made.append(life.draft_by_hand(incident, by=request.actor, **form.cleaned_data))):
        return redirect("console:message", made[0].pk)
    back = reverse("console:incident", args=[incident.number])
    return verbs.page(request, form, title=_("Write to an audience"), submit=_("Begin"), back=back)


def message(request: Request, pk: int) -> HttpResponse:
    """One message: its words to edit while it is a draft, and who would be told, or who was."""
    found = _found(request, pk)
    form = WordsForm.asked(request, initial={"subject": found.subject, "body": found.body})
    if form.carries(lambda: _keep(found, request, form)):
        if "send" in request.POST:
            return _gone(request, found, form)
        toast(request, _("Saved."))
        return redirect("console:message", pk)
    return render(request, "communications/message.html", _shown(request, found, form), status=form.status)


@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    """Send it as it stands: inside at once; outside as whoever approves it."""
    found = _found(request, pk)
    return _gone(request, found, None)


def return_(request: Request, pk: int) -> HttpResponse:
    """Give words back to their author."""
    return _with_reason(request, pk, life.return_, _("Give back"), _("Given back to the author."))


def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a message back."""
    return _with_reason(request, pk, life.withdraw, _("Withdraw"), _("Withdrawn. Tell those who have read it."))


@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = _found(request, pk)
    life.discard(found, by=request.actor)
    toast(request, _("Discarded."))
    return redirect("console:incident", found.ticket.number)


@require_POST
def correct(request: Request, pk: int) -> HttpResponse:
    """Begin a correction of what was sent."""
    made = life.follow_up(_found(request, pk), by=request.actor)
    return redirect("console:message", made.pk)


def _keep(message: Message, request: Request, form: WordsForm) -> None:
    words = form.cleaned_data
    if message.state != State.DRAFT or (message.subject, message.body) != (words["subject"], words["body"]):
        life.edit(message, by=request.actor, subject=words["subject"], body=words["body"])


def _gone(request: Request, message: Message, form: WordsForm | None) -> HttpResponse:
    """Send, submit or approve, whichever is next, and go back to the room."""
    next_at = form.next_at if form else None
    if message.is_outside and message.state == State.DRAFT:
        life.submit(message, by=request.actor)
        toast(request, _("It waits for somebody's approval."))
        return redirect("console:message", message.pk)
    if message.is_outside:
        number = life.approve(message, by=request.actor, next_at=next_at, seen=request.POST.get("seen", ""))
    else:
        number = life.send(message, by=request.actor, next_at=next_at)
    toast(request, ngettext("Sent to %(n)s person.", "Sent to %(n)s people.", number) % {"n": number})
    return redirect("console:incident", message.ticket.number)


def _with_reason(request: Request, pk: int, verb: Callable[..., object], title: str, said: str) -> HttpResponse:
    found, form = _found(request, pk), ReasonForm.asked(request)
    if form.carries(lambda: verb(found, by=request.actor, **form.cleaned_data)):
        toast(request, said)
        return redirect("console:message", pk)
    return verbs.page(request, form, title=title, submit=title, back=reverse("console:message", args=[pk]))


def _shown(request: Request, message: Message, form: VerbForm) -> dict[str, object]:
    incident = Incident.objects.select_related("ticket__service").get(pk=message.ticket_id)
    sent = notify.log(request.actor).filter(fact=message.sent_fact) if message.sent_fact else None
    return {
        "message": message,
        "form": form,
        "incident": incident,
        "open_to": {step.verb for step in life.LIFE.open_to(message, request.actor)},
        "may_approve": message.state == State.WAITING and queries.may_approve(message, request.actor),
        "crowd": queries.crowd_of(message.audience, incident, message.moment) if message.is_open else None,
        "deliveries": keyset(sent, cursor=request.GET.get("cursor"), size=50) if sent is not None else None,
    }


def _incident(request: Request, number: str) -> Incident:
    rows = Incident.objects.visible_to(request.actor).select_related("ticket__service", "ticket__team")
    found = get_object_or_404(rows, ticket__number=number.upper())
    request.actor.need(P.SEE, _("see messages"))
    return found


def _found(request: Request, pk: int) -> Message:
    return get_object_or_404(queries.messages(request.actor), pk=pk)

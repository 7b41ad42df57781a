"""What one is asked to take, and the three answers: I take it, the next one, somebody else; and what one agrees to."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.approvals import briefs, words
from watchkeep.doors.console.approvals import views as approvals
from watchkeep.doors.console.approvals.forms import AnswerForm
from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.phone import board
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Escalation
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel.errors import Refused
from watchkeep.work.approvals import queries as asked
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Ticket
from watchkeep.work.tickets.permissions import P as Tickets


def home(request: Request) -> HttpResponse:
    """My pages that wait for an answer, and what I have."""
    return render(request, "phone/home.html", {"board": board.gather(request.actor)})


@require_POST
def take(request: Request, pk: int) -> HttpResponse:
    """I take it."""
    page = get_object_or_404(queries.pages_waiting_for(request.user.pk), pk=pk)
    try:
        life.acknowledge(page, by=request.actor)
    except Refused as no:
        toast(request, no.message)
    else:
        toast(request, _("You have it. Nobody else is paged."))
    return redirect("console:phone")


def approve(request: Request, pk: int) -> HttpResponse:
    """Read what I would agree to in one look, and say yes, or no and why."""
    ballot = approvals.found(request, pk)
    form = AnswerForm.asked(request, initial={"seen": ballot.approval.digest})
    if form.carries(lambda: approvals.answer(ballot, form, request)):
        toast(request, words.after(ballot, request.actor.person))
        return redirect("console:phone")
    shown = {
        "ballot": ballot, "approval": ballot.approval, "brief": briefs.of(ballot.approval),
        "standing": asked.standing_now(ballot.approval),
        "follows": "" if ballot.answer is None else words.follows(ballot, request.actor.person),
        "may": ballot.is_open and asked.may_answer(ballot, request.actor.person),
        "no": " ".join(str(one) for errors in form.errors.values() for one in errors), "reason": form["reason"].value(),
    }  # fmt: skip
    return render(request, "phone/approve.html", shown, status=form.status)


def escalate(request: Request, number: str) -> HttpResponse:
    """I cannot: page the next one now. Asked once more, because it wakes somebody."""
    ticket = _find(request, number)
    request.actor.need(P.ESCALATE, _("escalate"))
    search = _search(ticket)
    seen = f"{search.round}.{search.step}"
    if request.method != "POST":
        return render(request, "phone/escalate.html", {"ticket": ticket, "seen": seen})
    if request.POST.get("seen") == seen:
        life.escalate(search, by=request.actor, after=search.here)
        toast(request, _("The next one is being paged."))
    else:
        toast(request, _("It has just been escalated."))
    return redirect("console:phone")


def give(request: Request, number: str) -> HttpResponse:
    """Somebody else should have it: a tap on a name gives it to them, and pages them while nobody has it."""
    ticket = _find(request, number)
    request.actor.need(Tickets.ASSIGN, _("give incidents away"))
    colleagues = board.colleagues(ticket, request.user)
    if request.method == "POST":
        person = next((one for one in colleagues if str(one.pk) == request.POST.get("person")), None)
        if person is None:
            raise Http404
        _give(ticket, person, request)
        toast(request, _("%(name)s has been asked.") % {"name": person.name})
        return redirect("console:phone")
    return render(request, "phone/give.html", {"ticket": ticket, "colleagues": colleagues})


def _give(ticket: Ticket, person: Person, request: Request) -> None:
    tickets.assign(ticket, by=request.actor, person=person)
    search = queries.latest(ticket)
    if search is not None and search.state in life.LIFE.steps["page_somebody"].start:
        life.page_somebody(search, by=request.actor, person=person)


def _find(request: Request, number: str) -> Ticket:
    rows = Ticket.objects.visible_to(request.actor).select_related("service", "team")
    return get_object_or_404(rows, number=number.upper(), is_open=True)


def _search(ticket: Ticket) -> Escalation:
    found = queries.latest(ticket)
    if found is None:
        raise Http404
    return found

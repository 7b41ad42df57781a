"""Views of paging: find, ask, do, go."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.paging.forms import EscalateForm, PageForm
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.notify.queries import link_to
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.people import queries as people
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets.models import Ticket


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a page. Looking changes nothing, because mail scanners follow links; the button answers."""
    found = queries.page_of(token)
    if found is None or not found.person.is_active:
        return render(request, "paging/unknown.html", status=404)
    with timezone.override(found.person.time_zone):
        no = life.why_late(found)
        if no is None and request.method == "POST":
            no, found = _taken(found), queries.page_of(token) or found
        return render(request, "paging/answer.html", _seen(found, no), status=409 if no and request.POST else 200)


def escalate(request: Request, number: str) -> HttpResponse:
    """Do not wait for the next step."""
    ticket, running = _found(request, number)
    here = {"round": running.round, "step": running.step}
    form = EscalateForm.asked(request, initial=here)
    if form.carries(lambda: life.escalate(running, by=request.actor, after=life.Position(**form.cleaned_data))):
        toast(request, _("Escalated: the next step is being taken."))
        return redirect(f"/incidents/{number}")
    seen = {"form": form, "ticket": ticket, "panel": queries.panel(ticket), "back": f"/incidents/{number}"}
    return render(request, "paging/escalate.html", seen, status=form.status)


def page(request: Request, number: str) -> HttpResponse:
    """Page somebody of one's own choice."""
    ticket, running = _found(request, number)
    form = PageForm.asked(request)
    if form.carries(lambda: life.page_somebody(running, by=request.actor, **form.cleaned_data)):
        toast(request, _("%(name)s is paged.") % {"name": form.cleaned_data["person"]})
        return redirect(f"/incidents/{number}")
    return render(
        request,
        "paging/page.html",
        {"form": form, "ticket": ticket, "back": f"/incidents/{number}"},
        status=form.status,
    )


@require_safe
def panel(request: Request, number: str) -> HttpResponse:
    """The room's panel on a page of its own, from which the room draws it anew."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.actor), number=number)
    seen = {"paging": queries.panel(ticket), "ticket": ticket, "back": f"/incidents/{number}"}
    return render(request, "paging/alone.html", seen | {"may_escalate": request.actor.may(P.ESCALATE)})


def _taken(page: Page) -> Refused | None:
    """Answer for whoever was paged; the domain's no, when somebody was first."""
    try:
        life.acknowledge(page, by=people.actor_for(page.person))
    except Refused as no:
        return no
    return None


def _seen(page: Page, no: Refused | None) -> dict[str, object]:
    ticket = page.escalation.ticket
    has_it = page.acknowledged_at is not None
    return {"page": page, "ticket": ticket, "no": None if has_it else no, "has_it": has_it, "link": link_to(ticket)}


def _found(request: Request, number: str) -> tuple[Ticket, Escalation]:
    """A ticket that the reader may see, and its latest escalation."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.actor).select_related("service"), number=number)
    running = queries.latest(ticket)
    if running is None:
        raise Http404
    return ticket, running

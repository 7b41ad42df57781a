"""Views of paging: find, ask, do, go."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from watchkeep.duty.notify.queries import link_to
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Page
from watchkeep.estate.people import queries as people
from watchkeep.kernel.errors import Refused


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

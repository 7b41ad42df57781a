"""Requests whose fulfilment needs a person, and letting a plan begin again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.toasts import toast
from watchkeep.duty.fulfilment import life, queries
from watchkeep.kernel import pages
from watchkeep.work.requests.models import Request as Asked
from watchkeep.work.requests.permissions import P


def listed(request: Request) -> HttpResponse:
    """Where a plan has failed, waits for a person, or was never begun; the newest first."""
    request.actor.need(P.WORK, _("work on requests"))
    rows = queries.stuck(request.actor).select_related("item", "ticket__requester", "ticket__team")
    page = pages.keyset(rows, order=("-ticket_id",), cursor=request.GET.get("cursor"))
    return render(request, "fulfilment/list.html", {"page": page, "rows": queries.with_reasons(page.rows)})


@require_POST
def begin_again(request: Request, number: str) -> HttpResponse:
    """Let the plan try once more."""
    rows = Asked.objects.visible_to(request.actor).select_related("ticket", "item")
    found = get_object_or_404(rows, ticket__number=number.upper())
    life.begin_again(found, by=request.actor)
    toast(request, _("The plan has begun."))
    return redirect("console:request", found.number)

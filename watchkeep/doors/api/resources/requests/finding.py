"""Requests found by number, among those that the caller may see."""

from typing import Annotated

from django.shortcuts import get_object_or_404
from pydantic import Field

from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resources.requests.shapes import RequestOut
from watchkeep.work.approvals import queries as approvals
from watchkeep.work.requests.models import Request, State

RequestNumber = Annotated[str, Field(min_length=1, max_length=20, description="The number, such as REQ-1042.")]
_SHOWN = (
    *("ticket__service", "ticket__team", "ticket__assignee", "ticket__requester", "ticket__organisation"),
    *("item", "edition", "opened_by", "turned_into"),
)


def found(request: Call, number: str) -> Request:
    """Find the request with this number, with everything that is shown of it; 404 when the caller sees none."""
    rows = Request.objects.visible_to(request.auth).select_related(*_SHOWN)
    asked: Request = get_object_or_404(rows, ticket__number=number)
    return asked


def shown(request: Call, number: str) -> RequestOut:
    """Show the request as it stands now, after a verb."""
    return told(request, found(request, number))


def told(request: Call, asked: Request) -> RequestOut:
    """Show a request that was found."""
    last = approvals.latest(asked.pk, "request") if asked.state == State.WAITING else None
    return RequestOut.of_all(asked, request.auth, is_asked=last is not None and last.is_pending)

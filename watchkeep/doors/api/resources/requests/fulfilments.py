"""Requests whose plan needs a person, and letting it begin again. Its steps are worked at `/runs`."""

from datetime import datetime

from ninja import Query

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.requests.finding import RequestNumber, found, shown
from watchkeep.doors.api.resources.requests.shapes import RequestOut, RequestState
from watchkeep.doors.api.shapes import Listing, Named, Paging, Record
from watchkeep.duty.fulfilment import life, queries
from watchkeep.kernel import pages
from watchkeep.work.requests.models import Request
from watchkeep.work.requests.permissions import P
from watchkeep.work.tickets.models import State

router = Resource("Requests: fulfilment")


class StuckRequestOut(Record):
    """An open request whose plan does not go on by itself."""

    number: str
    title: str
    state: RequestState
    item: Named | None
    requester: Named | None
    team: Named | None
    opened_at: datetime
    run: int | None
    """The run of its plan, whose steps are done, retried, skipped or taken back at `/runs`; null when none began."""
    reason: str
    """What it waits for, in words."""

    @classmethod
    def of(cls, row: Request, reason: str) -> "StuckRequestOut":
        """Show a request that `queries.stuck` has found, with its item and people loaded."""
        ticket = row.ticket
        return cls(
            number=ticket.number,
            title=ticket.title,
            state=State(ticket.state),
            item=Named.of(row.item),
            requester=Named.of(ticket.requester),
            team=Named.of(ticket.team),
            opened_at=ticket.opened_at,
            run=row.run,  # type: ignore[attr-defined]  # ``stuck`` has asked for it
            reason=reason,
        )


@router.list("/stuck-requests", StuckRequestOut, may=P.WORK)
def list_stuck_requests(request: Call, paging: Query[Paging]) -> Listing[StuckRequestOut]:
    """Where a plan has failed, waits for a person, was taken back, or was never begun; the newest first."""
    rows = queries.stuck(request.auth).select_related("item", "ticket__requester", "ticket__team")
    page = pages.keyset(rows, order=("-ticket_id",), cursor=paging.cursor, size=paging.size)
    reasons = dict(queries.with_reasons(page.rows))
    return answers.paged(request, page, lambda row: StuckRequestOut.of(row, reasons[row]))


@router.verb("/requests/{slug:number}/begin-plan", RequestOut, may=P.WORK)
def begin_plan_of_request(request: Call, number: RequestNumber) -> RequestOut:
    """Let its plan try, or try again, where it could not begin or what it did was taken back."""
    life.begin_again(found(request, number), by=request.auth)
    return shown(request, number)

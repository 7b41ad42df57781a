"""What the phone's page shows, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from watchkeep.doors.console.approvals import briefs
from watchkeep.doors.console.approvals.briefs import Asked
from watchkeep.duty.notify import queries as notify
from watchkeep.duty.oncall import queries as oncall
from watchkeep.duty.oncall.models import Page
from watchkeep.duty.oncall.permissions import P as OnCall
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import queries as approvals
from watchkeep.work.tickets.models import Ticket
from watchkeep.work.tickets.permissions import P as Tickets

MOST = 20
MOST_COLLEAGUES = 24


@dataclass(frozen=True)
class Board:
    """Pages and approvals that wait for me, and what I have already."""

    pages: Sequence[Page]
    asked: Sequence[Asked]
    mine: Sequence[Ticket]
    may_escalate: bool
    may_give: bool
    is_pushed_to: bool


def gather(actor: Actor) -> Board:
    """What waits for whoever asks."""
    pages = list(oncall.pages_waiting_for(actor.person)[:MOST])
    asked = {page.escalation.ticket_id for page in pages}
    mine = Ticket.objects.visible_to(actor).incidents().filter(assignee=actor.person, is_open=True)
    mine = mine.select_related("service").order_by("priority", "-opened_at", "-id")
    return Board(
        pages=_latest(pages),
        asked=briefs.listed(approvals.inbox(actor)[:MOST]),
        mine=[ticket for ticket in mine[:MOST] if ticket.pk not in asked],
        may_escalate=actor.may(OnCall.ESCALATE),
        may_give=actor.may(Tickets.ASSIGN),
        is_pushed_to=any(method.channel == "push" for method in notify.methods_of(actor.person)),
    )


def colleagues(ticket: Ticket, me: Person) -> list[Person]:
    """Who could have it instead: the ticket's team, else everybody who shares a team with me; by name."""
    found = Person.objects.active().filter(memberships__team=ticket.team_id) if ticket.team_id else None
    if found is None or not found.exclude(pk=me.pk).exists():
        found = Person.objects.active().filter(memberships__team__memberships__person=me)
    return list(found.exclude(pk=me.pk).order_by("name").distinct()[:MOST_COLLEAGUES])


def _latest(pages: Sequence[Page]) -> list[Page]:
    """One page for each fault: the newest, when somebody was paged for it more than once."""
    newest: dict[int, Page] = {}
    for page in pages:
        newest.setdefault(page.escalation.ticket_id, page)
    return list(newest.values())

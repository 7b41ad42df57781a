"""What the page of one request shows."""

from typing import Any

from django.urls import reverse

from watchkeep.doors.console.incidents import timeline
from watchkeep.duty.sla import queries as sla
from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import queries as approvals
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Request
from watchkeep.work.requests.permissions import P
from watchkeep.work.tickets.models import Attachment
from watchkeep.work.tickets.permissions import P as Tickets


def gather(found: Request, actor: Actor) -> dict[str, Any]:
    """Everything about one request that this actor may see, in a constant number of queries."""
    ticket, asked = found.ticket, list(approvals.approvals_of(found.ticket))
    is_asked = any(one.is_pending for one in asked)
    steps = life.open_to(found, actor, is_asked=is_asked)
    return {
        "asked": found,
        "ticket": ticket,
        "steps": [(step, reverse(f"console:request-{step.verb}", args=[found.number])) for step in steps],
        "lines": queries.lines_of(found),
        "approvals": asked,
        "has_expired": found.state == "waiting" and not is_asked,
        "mine": Ballot.objects.visible_to(actor).open().filter(approval__ticket=ticket).first(),
        "holdings": found.holdings.select_related("person", "item").order_by("-id"),
        "clocks": sla.clocks_of(ticket.pk),
        "story": timeline.tell([ticket], actor),
        "files": Attachment.objects.visible_to(actor).filter(ticket=ticket).order_by("id"),
        "may_reply": actor.may(Tickets.REPLY),
        "may_note": actor.may(Tickets.NOTE),
        "may_assign": actor.may(Tickets.ASSIGN) and found.is_open,
        "may_work": actor.may(P.WORK),
    }

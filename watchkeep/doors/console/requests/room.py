"""What the page of one request shows."""

from typing import Any

from django.urls import reverse

from watchkeep.doors.console.desk import panels as desk
from watchkeep.doors.console.fulfilment import showing as fulfilment
from watchkeep.doors.console.incidents import timeline
from watchkeep.duty.sla import queries as sla
from watchkeep.kernel.actors import Actor
from watchkeep.work.approvals import queries as approvals
from watchkeep.work.approvals.models import Ballot
from watchkeep.work.desk import queries as desks
from watchkeep.work.desk.permissions import P as Desk
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Request
from watchkeep.work.requests.permissions import P
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Attachment, Merge, Relation, Ticket
from watchkeep.work.tickets.permissions import P as Tickets


def gather(found: Request, actor: Actor) -> dict[str, Any]:
    """Everything about one request that this actor may see, in a constant number of queries."""
    ticket, asked = found.ticket, approvals.courses_of(found.ticket)
    is_asked = any(one.approval.is_pending for one in asked)
    steps = life.open_to(found, actor, is_asked=is_asked)
    merged = tickets.family(ticket)
    return {
        "asked": found,
        "ticket": ticket,
        "steps": [(step, _address(step.verb, found)) for step in steps],
        "lines": queries.lines_of(found),
        "approvals": asked,
        "has_expired": found.state == "waiting" and not is_asked,
        "mine": Ballot.objects.visible_to(actor).open().filter(approval__ticket=ticket).first(),
        "holdings": found.holdings.select_related("person", "item").order_by("-id"),
        "clocks": sla.clocks_of(ticket.pk),
        "fulfilment": fulfilment.of(found, actor),
        "story": timeline.tell([ticket, *merged], actor),
        "files": Attachment.objects.visible_to(actor).filter(ticket=ticket).order_by("id"),
        "room": {"may_note": actor.may(Tickets.NOTE), "may_reply": actor.may(Tickets.REPLY)},
        "may_assign": actor.may(Tickets.ASSIGN) and found.is_open,
        "may_work": actor.may(P.WORK),
        "merged": merged,
        **_belongings(ticket, actor),
    }


def _belongings(ticket: Ticket, actor: Actor) -> dict[str, Any]:
    """What every ticket has at the desk: others beside it, who is here, what was begun, and time worked."""
    parts = desks.children_of(ticket, actor)
    return {
        "merge": Merge.objects.filter(ticket=ticket).select_related("into").first(),
        "parts": parts,
        "larger": desks.parent_of(ticket, actor),
        "ties": [tie for tie in desk.ties(ticket, actor) if tie[0].relation != Relation.PART],
        "here": desk.here(ticket, actor),
        "time": desk.worksheet(ticket, actor),
        "writing": desk.writing(ticket, actor, sum(one.is_open for one in parts)),
        "may_link": actor.may(Tickets.LINK),
        "may_split": actor.may(Desk.SPLIT),
    }


def _address(verb: str, found: Request) -> str:
    """Merging is the same for every kind; the other verbs are its own."""
    name = "ticket-merge" if verb == "merge" else f"request-{verb}"
    return reverse(f"console:{name}", args=[found.number])

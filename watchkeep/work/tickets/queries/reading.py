"""Reading one ticket: its timeline, in which people and machines speak, and who follows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchkeep.estate.people.models import Person
from watchkeep.kernel.models import FactRow
from watchkeep.work.tickets.models import Attachment, Comment, Ticket, Watcher
from watchkeep.work.tickets.permissions import P

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from watchkeep.kernel.actors import Actor

PUBLIC = frozenset(
    {
        *("incident.opened", "incident.acknowledged", "incident.started", "incident.held", "incident.resumed"),
        *("incident.restored", "incident.resolved", "incident.closed", "incident.cancelled", "incident.reopened"),
        *("incident.update_posted", "ticket.replied", "ticket.attached", "ticket.edited"),
    }
)
"""What those who may not read notes are told; of comments and files only the public ones."""


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: what was told, by whom, on which ticket, and the text or file that belongs to it."""

    fact: FactRow
    ticket: Ticket
    person: Person | None
    comment: Comment | None = None
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def by(self) -> str:
        """Who it was, by name where there is one."""
        if self.person:
            return self.person.name
        return (self.comment.author_name if self.comment else "") or self.fact.by


def timeline(tickets: Sequence[Ticket], actor: Actor) -> list[Entry]:
    """Everything that was told of these tickets (one, and what was merged into it), in order, in four queries."""
    by_id = {ticket.pk: ticket for ticket in tickets}
    facts = _told(by_id.values())
    comments = Comment.objects.filter(ticket__in=by_id).visible_to(actor).select_related("author").in_bulk()
    files = _files(Attachment.objects.filter(ticket__in=by_id).visible_to(actor))
    people = Person.objects.in_bulk({int(row.by[7:]) for row in facts if row.by.startswith("person:")})
    entries = []
    for row in facts:
        comment, attached = comments.get(row.data.get("comment", 0)), files.get(row.data.get("attachment", 0), [])
        if _is_hidden(row, actor, comment, attached):
            continue
        person = people.get(int(row.by[7:])) if row.by.startswith("person:") else None
        entries.append(Entry(row, by_id[row.record], person, comment, attached))
    return entries


def watchers(tickets: Iterable[Ticket]) -> QuerySet[Person]:
    """Who follows these tickets."""
    found: QuerySet[Person] = Person.objects.filter(pk__in=Watcher.objects.filter(ticket__in=tickets).values("person"))
    return found


def _told(tickets: Iterable[Ticket]) -> list[FactRow]:
    """The facts of these tickets. None is older than its ticket, which spares the months before."""
    tickets = list(tickets)
    first = min(ticket.opened_at for ticket in tickets)
    rows = FactRow.objects.filter(stream="ticket", record__in=[ticket.pk for ticket in tickets], at__gte=first)
    return list(rows.order_by("id"))


def _files(attachments: Iterable[Attachment]) -> dict[int, list[Attachment]]:
    return {attachment.pk: [attachment] for attachment in attachments}


def _is_hidden(row: FactRow, actor: Actor, comment: Comment | None, attached: list[Attachment]) -> bool:
    if actor.may(P.SEE_NOTES):
        return False
    lacks_text = "comment" in row.data and comment is None
    lacks_file = "attachment" in row.data and not attached
    return row.kind not in PUBLIC or lacks_text or lacks_file

"""Reading one ticket: its timeline, in which people and machines speak, and who follows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models.expressions import RawSQL

from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import ApiToken, Person
from watchkeep.kernel.models import FactRow
from watchkeep.work.tickets.models import Attachment, Comment, Draft, Pin, Ticket, Watcher
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
        *("request.opened", "request.waiting", "request.cleared", "request.started", "request.held", "request.resumed"),
        *("request.changed", "request.fulfilled", "request.closed", "request.refused", "request.cancelled"),
        *("request.reopened", "request.turned", "request.given_back"),
    }
)
"""What those who may not read notes are told; of comments and files only the public ones."""


_MERGED = """
WITH RECURSIVE family(id) AS (
    SELECT ticket_id FROM tickets_merge WHERE into_id = %s
    UNION
    SELECT one.ticket_id FROM tickets_merge one JOIN family ON one.into_id = family.id
)
SELECT id FROM family
"""
_OURS = {"clock": "Watchkeep", "rule": "Watchkeep"}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline: what was told, by whom, on which ticket, and the text or file that belongs to it."""

    fact: FactRow
    ticket: Ticket
    person: Person | None
    comment: Comment | None = None
    attachments: list[Attachment] = field(default_factory=list)
    is_pinned: bool = False

    @property
    def by(self) -> str:
        """Who it was, by name where there is one."""
        if self.person:
            return self.person.name
        area = self.fact.by.partition(":")[0]
        return (self.comment.author_name if self.comment else "") or _OURS.get(area, self.fact.by)


def timeline(tickets: Sequence[Ticket], actor: Actor) -> list[Entry]:
    """Everything that was told of these tickets (one, and what was merged into it), in order; six queries at most."""
    by_id = {ticket.pk: ticket for ticket in tickets}
    facts = _told(by_id.values())
    comments = _comments(by_id, actor) if any("comment" in row.data for row in facts) else {}
    files = _files(by_id, actor) if any("attachment" in row.data for row in facts) else {}
    people = _people({row.by for row in facts})
    pins = set(Pin.objects.filter(ticket__in=by_id).values_list("fact", flat=True))
    entries = []
    for row in facts:
        comment, attached = comments.get(row.data.get("comment", 0)), files.get(row.data.get("attachment", 0), [])
        if _is_hidden(row, actor, comment, attached):
            continue
        entries.append(Entry(row, by_id[row.record], people.get(row.by), comment, attached, row.pk in pins))
    return entries


def family(ticket: Ticket) -> list[Ticket]:
    """Everything that was merged into this one, however indirectly, the oldest first."""
    ids = RawSQL(_MERGED, [ticket.pk])  # noqa: S611  # a constant statement, its value apart
    return list(Ticket.objects.filter(pk__in=ids).order_by("pk"))


def draft_of(ticket: Ticket, actor: Actor) -> Draft | None:
    """What this person has begun to write here."""
    return Draft.objects.filter(ticket=ticket, person=actor.person).first() if actor.person else None


def mentionable(actor: Actor, begun: str = "") -> QuerySet[Person]:
    """Who may read notes, and so can be spoken to in one, by how their name or address begins."""
    rows = people.with_permission(P.SEE_NOTES).filter(pk__in=Person.objects.visible_to(actor).values("pk"))
    return people.alike(rows, begun).exclude(pk=actor.person or 0).order_by("name")


def changed_between(ticket: Ticket, seen: int) -> list[str]:
    """The fields that others changed after version ``seen`` and before the save that was just made."""
    return sorted(name for name, version in ticket.touched.items() if seen < version < ticket.version)


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


def _people(keys: Iterable[str]) -> dict[str, Person]:
    """The people behind these actors, those who came with a token included."""
    ids: dict[str, set[int]] = {"person": set(), "token": set()}
    for area, _colon, number in (key.partition(":") for key in keys):
        if area in ids:
            ids[area].add(int(number))
    people = {f"person:{pk}": person for pk, person in Person.objects.in_bulk(ids["person"]).items()}
    tokens = ApiToken.objects.filter(pk__in=ids["token"]).select_related("person") if ids["token"] else ()
    return people | {f"token:{token.pk}": token.person for token in tokens}


def _comments(tickets: Iterable[int], actor: Actor) -> dict[int, Comment]:
    return Comment.objects.filter(ticket__in=tickets).visible_to(actor).select_related("author").in_bulk()


def _files(tickets: Iterable[int], actor: Actor) -> dict[int, list[Attachment]]:
    return {one.pk: [one] for one in Attachment.objects.filter(ticket__in=tickets).visible_to(actor)}


def _is_hidden(row: FactRow, actor: Actor, comment: Comment | None, attached: list[Attachment]) -> bool:
    if actor.may(P.SEE_NOTES):
        return False
    lacks_text = "comment" in row.data and comment is None
    lacks_file = "attachment" in row.data and not attached
    return row.kind not in PUBLIC or lacks_text or lacks_file

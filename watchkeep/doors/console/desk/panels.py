"""What every ticket shows at the desk: who else is here, what one has begun to write, and time worked."""

from dataclasses import dataclass

from watchkeep.doors.console.desk import finding
from watchkeep.doors.console.panels import Panel
from watchkeep.estate.people.models import Person
from watchkeep.kernel import presence
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.desk.permissions import P as Desk
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Draft, Link, Ticket
from watchkeep.work.tickets.permissions import P
from watchkeep.work.timesheets import queries as timesheets
from watchkeep.work.timesheets.models import Entry
from watchkeep.work.timesheets.permissions import P as Time
from watchkeep.work.timesheets.queries import Worked

LATEST = 5
ENTRIES = rows(Entry, "ticket")
Tie = tuple[Link, str, Ticket]
"""A tie, how the ticket stands to the one at its other end, and that one."""


@dataclass(frozen=True)
class Here:
    """Who else has the ticket open, those who type first."""

    ticket: Ticket
    others: list[tuple[Person, bool]]


@dataclass(frozen=True)
class Worksheet:
    """Who worked how long, one's own clock, and the latest entries."""

    ticket: Ticket
    worked: list[Worked]
    running: Entry | None
    runs_here: bool
    latest: list[Entry]
    may_correct: bool
    reader: int | None

    @property
    def seconds(self) -> int:
        """All of it, in seconds."""
        return sum(one.seconds for one in self.worked)


@dataclass(frozen=True)
class Writing:
    """What the composer of a ticket begins with."""

    draft: Draft | None
    parts: int
    may_use_macros: bool


def here(ticket: Ticket, actor: Actor) -> Here | None:
    """Who else is here, for those who work on it; nothing is asked of the database while nobody is."""
    if not actor.may(P.SEE_NOTES):
        return None
    signs = [one for one in presence.on(f"here:{ticket.pk}") if one.person != actor.person]
    known = Person.objects.in_bulk([one.person for one in signs]) if signs else {}
    return Here(ticket, [(known[one.person], one.is_typing) for one in signs if one.person in known])


def worksheet(ticket: Ticket, actor: Actor, *, is_blank: bool = False) -> Worksheet | None:
    """Time worked, for those who log or see it; of a blank sheet only one's own clock is read."""
    if not (actor.may(Time.LOG) or actor.may(Time.SEE)):
        return None
    running = timesheets.running_of(actor)
    latest = Entry.objects.filter(ticket=ticket, is_struck=False, ended_at__isnull=False).select_related("person")
    return Worksheet(
        ticket=ticket,
        worked=[] if is_blank else timesheets.worked_on(ticket),
        running=running,
        runs_here=running is not None and running.ticket_id == ticket.pk,
        latest=[] if is_blank else list(latest[:LATEST]),
        may_correct=actor.may(Time.CORRECT),
        reader=actor.person if actor.may(Time.LOG) else None,
    )


def writing(ticket: Ticket, actor: Actor, parts: int = 0) -> Writing:
    """What one has begun to write, and how many open parts would hear a reply."""
    return Writing(
        draft=tickets.draft_of(ticket, actor) if actor.may(P.NOTE) or actor.may(P.REPLY) else None,
        parts=parts,
        may_use_macros=actor.may(Desk.MACROS),
    )


def ties(ticket: Ticket, actor: Actor) -> list[Tie]:
    """Each tie with its relation in words and the ticket at its other end, if the reader may see it."""
    rows = Link.objects.filter(source=ticket) | Link.objects.filter(target=ticket)
    found = [(link, link.relation_from(ticket)) for link in rows]
    ends = {link.target_id if link.source_id == ticket.pk else link.source_id for link, _words in found}
    seen = {one.pk: one for one in finding.seen(actor).filter(pk__in=ends)}
    others = [(link, words, seen.get(link.target_id) or seen.get(link.source_id)) for link, words in found]
    return [(link, words, other) for link, words, other in others if other and other.pk != ticket.pk]


def _here(incident: Incident, actor: Actor, _known: Known) -> Here | None:
    return here(incident.ticket, actor)


def _worksheet(incident: Incident, actor: Actor, known: Known) -> Worksheet | None:
    return worksheet(incident.ticket, actor, is_blank=ENTRIES not in known)


PANELS = (
    Panel(place="notice", order=5, template="desk/here_panel.html", gather=_here),
    Panel(place="aside", order=80, template="desk/time.html", gather=_worksheet, reads=(ENTRIES,)),
)

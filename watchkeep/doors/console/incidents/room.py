"""Everything the room of an incident shows, gathered in a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from watchkeep.doors.console import panels
from watchkeep.doors.console.desk import panels as desk
from watchkeep.doors.console.desk.panels import Tie, Writing
from watchkeep.doors.console.incidents import buttons, timeline
from watchkeep.doors.console.incidents.buttons import Buttons
from watchkeep.doors.console.incidents.forms.judging import IMPACTS, URGENCIES
from watchkeep.doors.console.incidents.timeline import Told
from watchkeep.doors.console.placing import Drawn, Place
from watchkeep.doors.ui.signs import Words
from watchkeep.duty.oncall import queries as oncall
from watchkeep.duty.oncall.models import Escalation
from watchkeep.duty.oncall.permissions import P as OnCall
from watchkeep.duty.oncall.queries import Panel
from watchkeep.duty.sla import queries as sla
from watchkeep.duty.sla.queries import Face
from watchkeep.estate.people.models import Person
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.queries import Impact
from watchkeep.insight.detection import queries as detection
from watchkeep.insight.detection.models import Alert, Change
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.desk import queries as desks
from watchkeep.work.incidents import queries as incidents
from watchkeep.work.incidents.models import AffectedService, Incident
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Attachment, Link, Ticket
from watchkeep.work.tickets.permissions import P

MOST_ALERTS = 50
LATEST = 120
PARTS, MERGED = rows(Incident, "parent"), rows(Incident, "merged_into")
LINKS, FILES = rows(Link, "source", "target"), rows(Attachment, "ticket")
PAGED, ALERTS, HIT = rows(Escalation, "ticket"), rows(Alert, "incident"), rows(AffectedService, "incident")
READS = (PARTS, MERGED, LINKS, FILES, PAGED, ALERTS, HIT)


@dataclass(frozen=True)
class Room:
    """An incident and what surrounds it."""

    incident: Incident
    ticket: Ticket
    buttons: Buttons
    story: list[Told]
    earlier: int
    clocks: list[Face]
    impact: Impact | None
    cost: Decimal
    alerts: list[Alert]
    changes: list[Change]
    parts: list[Incident]
    merged: list[Incident]
    links: list[Tie]
    watchers: list[Person]
    files: list[Attachment]
    paging: Panel | None
    panels: Mapping[Place, list[Drawn]]
    writing: Writing
    is_watched: bool
    may_count: bool
    """Whether people, money and what else is hit are the reader's business: they are not those of who only asked."""
    may_note: bool
    may_reply: bool
    may_watch: bool
    may_page: bool

    @property
    def began_at(self) -> datetime:
        """Since when the service is down."""
        return self.incident.service_down_at or self.ticket.opened_at

    @property
    def ended_at(self) -> datetime | None:
        """When it was back."""
        return self.incident.restored_at

    @property
    def firing(self) -> int:
        """How many of the alerts still fire."""
        return sum(alert.is_burning for alert in self.alerts)

    @property
    def dependants(self) -> list[Service]:
        """The services that fail with it."""
        return [one for one in self.impact.services if one.pk != self.ticket.service_id] if self.impact else []

    @property
    def impact_words(self) -> Words:
        """How wide it is."""
        return IMPACTS[self.incident.impact]

    @property
    def urgency_words(self) -> Words:
        """How soon it must be dealt with."""
        return URGENCIES[self.incident.urgency]

    @property
    def has_ties(self) -> bool:
        """Whether other incidents belong with it."""
        return bool(self.incident.parent or self.parts or self.merged or self.links)


def gather(incident: Incident, actor: Actor, *, part: str = "", whole: bool = False) -> Room:
    """Read the room. ``part`` keeps one part of the story; ``whole`` shows all of it, however long.

    Most of what may belong to an incident is not there: one query says what is, and the rest is not asked for.
    """
    ticket, known = incident.ticket, panels.known(incident, READS)
    merged = incidents.family(incident) if MERGED in known else []
    story = timeline.tell([ticket, *(one.ticket for one in merged)], actor, part)
    earlier = 0 if whole else max(0, len(story) - LATEST)
    watchers = list(tickets.watchers([ticket, *(one.ticket for one in merged)]))
    paging = oncall.panel(ticket) if PAGED in known and actor.may(OnCall.SEE) else None
    may_count = actor.may(P.SEE)
    impact = _impact(incident, known) if may_count else None
    return Room(
        incident=incident,
        ticket=ticket,
        buttons=buttons.open_to(incident, actor, paging.escalation if paging else None),
        story=story[earlier:],
        earlier=earlier,
        clocks=sla.clocks_of(ticket.pk),
        impact=impact,
        cost=_cost(incident, impact) if impact else Decimal(),
        alerts=list(detection.alerts_of(ticket.pk, actor)[:MOST_ALERTS]) if ALERTS in known else [],
        changes=list(detection.changes_of(ticket.service_id)[:3]) if ticket.service_id and may_count else [],
        parts=list(incident.children.all()) if PARTS in known else [],
        merged=merged,
        links=desk.ties(ticket, actor) if LINKS in known else [],
        watchers=watchers,
        files=list(Attachment.objects.filter(ticket=ticket).visible_to(actor)) if FILES in known else [],
        paging=paging,
        panels=panels.gather(incident, actor, known),
        writing=desk.writing(ticket, actor, _open_parts(ticket, actor) if known & {PARTS, LINKS} else 0),
        is_watched=actor.person in {person.pk for person in watchers},
        may_count=may_count,
        may_note=actor.may(P.NOTE),
        may_reply=actor.may(P.REPLY),
        may_watch=actor.may(P.WATCH),
        may_page=actor.may(OnCall.ESCALATE),
    )


def _open_parts(ticket: Ticket, actor: Actor) -> int:
    return sum(one.is_open for one in desks.children_of(ticket, actor))


def _impact(incident: Incident, known: Known) -> Impact | None:
    """What is hit now, or was when the service came back; None while no service is known."""
    own = [incident.ticket.service_id] if incident.ticket.service_id else []
    ids = [*own, *(row.service_id for row in (incidents.affected(incident) if HIT in known else ()))]
    return services.impact_of(ids, incident.restored_at or clock.now()) if ids else None


def _cost(incident: Incident, impact: Impact) -> Decimal:
    """What the outage has cost so far, in service hours, in euro."""
    began = incident.service_down_at or incident.ticket.opened_at
    until = incident.restored_at or clock.now()
    return impact.cost_between(began, until)

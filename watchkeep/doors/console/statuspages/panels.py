"""What the room of an incident shows of the status pages: whether the public knows, and what waits to be said."""

from dataclasses import dataclass

from watchkeep.doors.console.panels import Panel
from watchkeep.duty.announcements import queries
from watchkeep.duty.announcements.models import Announcement, Component, StatusPage
from watchkeep.duty.announcements.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents.models import Incident

ANNOUNCED = rows(Announcement, "ticket")


@dataclass(frozen=True)
class Public:
    """What is announced of an incident, and where it could be."""

    announced: list[Announcement]
    offers: list[tuple[StatusPage, list[Component]]]
    may_write: bool
    may_publish: bool


def gather(incident: Incident, actor: Actor, known: Known) -> Public | None:
    """Three queries; nothing for an incident that the public neither knows of nor feels."""
    if not actor.may(P.SEE):
        return None
    announced = queries.of_ticket(incident.pk) if ANNOUNCED in known else []
    told = {one.page_id for one in announced}
    hit = queries.components_of_ticket(incident.ticket.service_id) if incident.is_open and not announced else []
    pages = {one.page_id: one.page for one in hit if one.page_id not in told}
    offers = [(page, [one for one in hit if one.page_id == pk]) for pk, page in pages.items()]
    if not announced and not offers:
        return None
    return Public(announced, offers, may_write=actor.may(P.DRAFT), may_publish=actor.may(P.PUBLISH))


PANELS = (Panel(place="aside", order=30, template="statuspages/panel.html", gather=gather, reads=(ANNOUNCED,)),)

"""The places where the queue stands: all tickets, and each kind that has an address of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import rooms
from watchkeep.doors.ui.signs import Words
from watchkeep.kernel.actors import Actor
from watchkeep.work.desk.life import KINDS
from watchkeep.work.incidents.permissions import P as Incidents
from watchkeep.work.tickets.models import Kind


@dataclass(frozen=True)
class Place:
    """One address of the queue; ``kind`` is what it shows, all kinds when empty."""

    name: str
    path: str
    title: Words
    kind: str = ""
    new: str = ""
    new_words: Words = ""
    may_open: str = ""

    @property
    def news(self) -> str:
        """Where an open page asks for what came since."""
        return f"console:{self.name}-news"

    @property
    def views(self) -> str:
        """Where an open page asks for the counts of its views."""
        return f"console:{self.name}-views"

    @property
    def kinds(self) -> tuple[str, ...]:
        """What a question asked here is about."""
        return (self.kind,) if self.kind else ()


TICKETS = Place("tickets", "/tickets", _("All tickets"))
INCIDENTS = Place(
    "incidents", "/incidents", _("Incidents"), Kind.INCIDENT, "console:incident-new", _("New incident"), Incidents.OPEN
)
PLACES: Mapping[str, Place] = {place.kind: place for place in (TICKETS, INCIDENTS)}


def place_of(kinds: tuple[str, ...]) -> Place:
    """Where a question about these kinds is asked."""
    return PLACES.get(kinds[0], TICKETS) if len(kinds) == 1 else TICKETS


def seen_by(actor: Actor) -> tuple[str, ...]:
    """The kinds that this actor may see, of those that have pages here."""
    seen = (kind for kind, handle in KINDS.items() if not handle.see or actor.may(handle.see))
    return tuple(kind for kind in seen if rooms.has_room(kind))

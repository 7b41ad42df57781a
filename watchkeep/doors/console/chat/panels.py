"""Where an incident is talked about, in the room: a link to its channel, or the way to one."""

from dataclasses import dataclass

from watchkeep.doors.console.panels import Panel
from watchkeep.duty.chat import queries
from watchkeep.duty.chat.models import Room, Workspace
from watchkeep.duty.chat.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.permissions import P as Tickets

ROOMS = rows(Room, "ticket")


@dataclass(frozen=True)
class Talk:
    """The channels that there are, and where one could be."""

    rooms: list[Room]
    places: list[Workspace]


def gather(incident: Incident, actor: Actor, known: Known) -> Talk | None:
    """Read it; nothing for customers, and nothing where there is no chat."""
    if not actor.may(Tickets.SEE):
        return None
    rooms = list(queries.rooms_of(incident.pk)) if ROOMS in known else []
    places: list[Workspace] = []
    if incident.is_open and not incident.is_merged and actor.may(P.OPEN):
        has = {room.workspace_id for room in rooms if room.archived_at is None}
        places = [one for one in Workspace.objects.speaking() if one.makes_channels and one.pk not in has]
    return Talk(rooms, places) if rooms or places else None


PANELS = (Panel(place="aside", order=15, template="chat/panel.html", gather=gather, reads=(ROOMS,)),)

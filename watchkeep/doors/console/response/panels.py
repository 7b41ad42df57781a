"""The response in the room: who leads, when those who wait hear more, which plan holds. Loud where something lacks."""

from dataclasses import dataclass

from watchkeep.doors.console.panels import Panel
from watchkeep.duty.response import queries
from watchkeep.duty.response.models import Cadence, Response, Seat
from watchkeep.duty.response.permissions import P
from watchkeep.duty.response.queries import Standing
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.existing import Known, rows
from watchkeep.work.incidents.models import Incident
from watchkeep.work.incidents.permissions import P as Incidents

RESPONSES = rows(Response, "ticket")


@dataclass(frozen=True)
class Place:
    """A role as it is drawn: who has it, and what the reader may do with it."""

    seat: Seat
    is_mine: bool
    may_take: bool
    may_give: bool


@dataclass(frozen=True)
class Crew:
    """The panel."""

    standing: Standing
    places: list[Place]
    may_update: bool

    @property
    def late(self) -> list[Cadence]:
        """Updates whose moment has passed."""
        return self.standing.late

    @property
    def commands(self) -> Place | None:
        """The commander's place."""
        return next((place for place in self.places if place.seat.leads), None)

    @property
    def is_lively(self) -> bool:
        """Whether there is more to show than the plan's name."""
        return bool(self.places or self.standing.due)


def gather(incident: Incident, actor: Actor, known: Known) -> Crew | None:
    """Read how the response stands; nothing for customers, and none before plans were copied."""
    if RESPONSES not in known or incident.is_merged or not actor.may(P.SEE):
        return None
    standing = queries.standing(incident.pk)
    if standing is None:
        return None
    leads = actor.person is not None and any(one.leads and one.holder_id == actor.person for one in standing.seats)
    is_over = standing.response.ended_at is not None
    places = [_place(seat, actor, leads=leads, is_over=is_over) for seat in standing.seats if _shown(seat)]
    return Crew(standing, places, may_update=actor.may(Incidents.UPDATE) and incident.is_open)


def _shown(seat: Seat) -> bool:
    return seat.is_demanded or seat.holder_id is not None


def _place(seat: Seat, actor: Actor, *, leads: bool, is_over: bool) -> Place:
    is_mine = seat.holder_id is not None and seat.holder_id == actor.person
    decides = not is_over and (actor.may(P.ASSIGN) or (actor.may(P.TAKE) and (leads or is_mine)))
    may_take = not is_over and not is_mine and actor.person is not None and actor.may(P.TAKE)
    return Place(seat, is_mine, may_take=may_take and (seat.holder_id is None or decides), may_give=decides)


PANELS = (Panel(place="notice", order=10, template="response/panel.html", gather=gather, reads=(RESPONSES,)),)

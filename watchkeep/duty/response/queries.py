"""Reads: which plan holds and why, who has which role, what an incident demands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from watchkeep.duty.oncall import queries as oncall
from watchkeep.duty.oncall.models import Schedule
from watchkeep.duty.response import rules
from watchkeep.duty.response.models import Cadence, Plan, Response, Role, Seat, Source, Tenure
from watchkeep.duty.response.permissions import P
from watchkeep.duty.response.rules import Demands, Given, Line, PlanSpec, RoleGiven, gravity, is_major
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Ticket

__all__ = ["Demands", "Given", "Line", "RoleGiven", "gravity", "is_major"]


@dataclass(frozen=True)
class Explained:
    """What would hold for an incident, field by field, and the plans that were asked, the closest first."""

    service: Service | None
    severity: int | None
    plans: Sequence[PlanSpec]
    lines: Sequence["Shown"]

    @property
    def demands(self) -> Demands:
        """What would hold."""
        return rules.resolve(self.plans)


@dataclass(frozen=True)
class Shown:
    """One line of an explanation in words: what, which value, from which plan, and what it overruled."""

    label: str
    value: str
    plan: int | None
    plan_name: str
    overruled: list[tuple[str, str]]
    is_role: bool = False


@dataclass(frozen=True)
class Standing:
    """A response as the room shows it."""

    response: Response
    seats: list[Seat]
    cadences: list[Cadence]

    @property
    def commander(self) -> Person | None:
        """Who leads."""
        return next((seat.holder for seat in self.seats if seat.leads), None)

    @property
    def needs_commander(self) -> bool:
        """A major incident that nobody leads."""
        return self.response.is_major and self.response.ended_at is None and self.commander is None

    @property
    def late(self) -> list[Cadence]:
        """Updates whose moment has passed."""
        return [one for one in self.cadences if one.is_late]

    @property
    def due(self) -> list[Cadence]:
        """Updates that are due at some moment."""
        return [one for one in self.cadences if one.due_at]


def demands_of(ticket_id: int) -> Demands | None:
    """What an incident's own copy of the plan demands; None when none was copied."""
    response = Response.objects.filter(ticket=ticket_id).first()
    return response.demands if response else None


def demands_for(service: Service | None, severity: int | None) -> Demands:
    """What a fresh incident on this service would demand, in two queries."""
    return rules.resolve(_fitting(service, severity), _order())


def gravity_of(ticket: Ticket) -> int | None:
    """The severity by whose plan an incident is answered."""
    is_declared = Incident.objects.filter(pk=ticket.pk, is_major=True).exists()
    return gravity(ticket.severity, is_declared=is_declared)


def explain(service: Service | None, severity: int | None, instead: PlanSpec | None = None) -> Explained:
    """Which plan gives which value and why. ``instead``: a plan as it is being written, in place of its saved self."""
    case = _case(service, severity)
    plans = [plan.spec() for plan in Plan.objects.about(**case).whole()]
    if instead:
        plans = [plan for plan in plans if plan.id != instead.id] + [instead]
    fitting = rules.ranked(plans, **case)
    names = dict(Role.objects.values_list("slug", "name"))
    return Explained(service, severity, fitting, [shown(line, names) for line in rules.explain(fitting, list(names))])


def explain_copy(demands: Demands) -> list[Shown]:
    """An incident's own copy, field by field."""
    fields = [shown(Line(name, demands.given.get(name)), {}) for name in rules.FIELDS]
    return fields + [shown(Line(one.role, one), {}) for one in demands.roles]


def overview(services: Iterable[Service]) -> list[tuple[Service, list[PlanSpec | None]]]:
    """For each service and each severity the plan that fits closest, in two queries."""
    plans = [plan.spec() for plan in Plan.objects.whole()]
    return [(service, [_closest(plans, service, severity) for severity in range(1, 5)]) for service in services]


def standing(ticket_id: int) -> Standing | None:
    """How the response of an incident stands, in three queries; None when no plan was copied."""
    response = Response.objects.filter(ticket=ticket_id).first()
    if response is None:
        return None
    seats = list(Seat.objects.filter(response=response).select_related("role", "holder"))
    return Standing(response, seats, list(Cadence.objects.filter(response=response)))


def tenures(ticket_id: int) -> list[Tenure]:
    """Who had which role from when to when, role by role."""
    rows = Tenure.objects.filter(seat__response=ticket_id).select_related("seat__role", "person")
    return list(rows.order_by("seat__role__position", "seat__role__name", "from_at", "id"))


def team_asked(demand: RoleGiven, ticket: Ticket) -> int | None:
    """Which team is asked for a role: the named one, else the incident's own, else that of its service.

    A schedule without anybody on duty and a person who has left are asked for in the incident's own team.
    """
    team = demand.target if demand.source == Source.TEAM else ticket.team_id
    return team if team is not None or ticket.service is None else ticket.service.owner_team_id


def members_of(team: int | None) -> list[Person]:
    """Who could be asked."""
    return list(Person.objects.active().filter(memberships__team=team).order_by("pk")) if team else []


def named_by(demand: RoleGiven) -> Person | None:
    """Who has a role without being asked: the named person, or whoever is on call."""
    if demand.source == Source.PERSON:
        return Person.objects.active().filter(pk=demand.target or 0).first()
    if demand.source == Source.SCHEDULE and (rota := Schedule.objects.filter(pk=demand.target or 0).first()):
        person = oncall.on_call(rota)
        return person if person and person.is_active else None
    return None


def who_may_have_roles() -> QuerySet[Person]:
    """Those whom a role can be given: customers and others who may take none are told nothing of a response."""
    return people.with_permission(P.TAKE)


def shown(line: Line, names: dict[str, str]) -> Shown:
    """A line of an explanation in words."""
    if line.name in rules.FIELDS:
        label = str(Plan._meta.get_field(line.name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001
        return _as_shown(label.capitalize(), line, is_role=False)
    holds = line.holds
    return _as_shown(names.get(line.name) or str(getattr(holds, "role_name", line.name)), line, is_role=True)


def _as_shown(label: str, line: Line, *, is_role: bool) -> Shown:
    plan, plan_name = (line.holds.plan, line.holds.plan_name) if line.holds else (None, "")
    overruled = [(_worded(line.name, one), one.plan_name) for one in line.overruled]
    return Shown(label, _worded(line.name, line.holds), plan, plan_name, overruled, is_role)


def _worded(name: str, one: Given | RoleGiven | None) -> str:
    return one.in_words if isinstance(one, RoleGiven) else rules.in_words(name, one)


def _fitting(service: Service | None, severity: int | None) -> list[PlanSpec]:
    case = _case(service, severity)
    return rules.ranked((plan.spec() for plan in Plan.objects.about(**case).whole()), **case)


def _case(service: Service | None, severity: int | None) -> dict[str, int | None]:
    return {
        "service": service.pk if service else None,
        "tier": service.tier if service else None,
        "severity": severity,
    }


def _closest(plans: Sequence[PlanSpec], service: Service, severity: int) -> PlanSpec | None:
    return next(iter(rules.ranked(plans, **_case(service, severity))), None)


def _order() -> list[str]:
    """The roles in their order."""
    return list(Role.objects.values_list("slug", flat=True))

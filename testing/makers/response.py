"""Builders of response plans and running responses."""

from itertools import count
from typing import Any

from testing.makers import estate, work
from watchkeep.duty.oncall.models import Schedule
from watchkeep.duty.response import life
from watchkeep.duty.response.life import Filling
from watchkeep.duty.response.models import Plan, Response, Role
from watchkeep.estate.people.models import Person, Team
from watchkeep.kernel.actors import CLOCK

_number = count(1)


def filling(role: str, who: Person | Team | Schedule | str) -> Filling:
    """How a plan fills a role: by a person, a team, a schedule, or ``responder``, ``asked``, ``none``."""
    row = Role.objects.get(slug=role)
    return Filling(row.pk, who) if isinstance(who, str) else Filling(row.pk, type(who).__name__.lower(), who.pk)


def plan(*, roles: dict[str, Any] | None = None, name: str = "", **more: Any) -> Plan:
    """A plan; ``roles`` maps a role's short name to who fills it."""
    fillings = [filling(role, who) for role, who in (roles or {}).items()]
    return life.create_plan(by=CLOCK, name=name or f"Plan {next(_number)}", roles=fillings, **more)


def response(**incident: Any) -> Response:
    """The response of a fresh incident of the team of Ana and Bo."""
    incident.setdefault("service", estate.service())
    return Response.objects.get(ticket=work.incident(**incident).ticket)


def response_role(slug: str = "scribe") -> Role:
    """One of the roles that every installation has."""
    return Role.objects.get(slug=slug)

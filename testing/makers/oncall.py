"""Builders of on call: rotas, policies, escalations and their pages."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from testing.makers import estate, work
from watchkeep.duty.oncall import jobs, life, queries
from watchkeep.duty.oncall.life import Rhythm, Step, Target
from watchkeep.duty.oncall.models import Escalation, Override, Page, Policy, Schedule
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

_number = count(1)
A_MONDAY = date(2026, 1, 5)


def schedule(*people: Person, name: str = "", zone: str = "Europe/Berlin", **rhythm: Any) -> Schedule:
    """A schedule with one layer: these people, week by week from Monday 5 January 2026 at nine."""
    made = life.create_schedule(by=CLOCK, name=name or f"Rota {next(_number)}", time_zone=zone)
    if people:
        beat = Rhythm(**{"starts_on": A_MONDAY} | rhythm)
        life.add_layer(made, by=CLOCK, name="First line", people=people, rhythm=beat)
    return made


def override(on: Schedule, person: Person, *, starts_at: datetime | None = None, hours: float = 8) -> Override:
    """Somebody stands in, from now for eight hours."""
    start = starts_at or clock.now()
    return life.add_override(on, by=CLOCK, person=person, starts_at=start, ends_at=start + timedelta(hours=hours))


def step(*whom: Person | Team | Schedule, wait: int = 5, **more: Any) -> Step:
    """A step that pages these and waits five minutes."""
    targets = tuple(Target(type(one).__name__.lower(), one.pk) for one in whom)
    return Step(targets=targets, wait_minutes=wait, **more)


def policy(*steps: Step, name: str = "", service: Service | None = None, repeat: int = 0, **more: Any) -> Policy:
    """A policy, for a service if one is given. Without steps: Ana, then Bo."""
    steps = steps or (step(estate.ana()), step(estate.bo()))
    made = life.create_policy(by=CLOCK, name=name or f"Policy {next(_number)}", steps=steps, repeat=repeat, **more)
    if service:
        life.assign_policy(service, by=CLOCK, policy=made)
    return made


def escalation(*steps: Step, repeat: int = 0, **incident: Any) -> Escalation:
    """The escalation of a fresh incident whose service has a policy of these steps; nobody is paged yet."""
    service = incident.pop("service", None) or estate.service()
    policy(*steps, service=service, repeat=repeat)
    ticket = work.incident(service=service, **incident).ticket
    return Escalation.objects.get(ticket=ticket)


def page(*steps: Step, **incident: Any) -> Page:
    """The first page of a fresh escalation, already sent."""
    running = escalation(*steps, **incident)
    jobs.page_due()
    return Page.objects.filter(escalation=running).select_related("escalation__ticket", "person").earliest("pk")


def now_on_call(on: Schedule) -> Person | None:
    """The person on duty now."""
    return queries.on_call(on)

"""Builders of duty: targets, clocks, contact methods, deliveries."""

from itertools import count
from typing import Any

from testing.makers import estate, work
from watchkeep.duty.notify import life
from watchkeep.duty.notify.models import ContactMethod, Delivery, WebhookEndpoint
from watchkeep.duty.notify.rules import destinations, hooks, ways
from watchkeep.duty.sla.models import Clock, Target
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock as clock_
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.tickets.models import Ticket

_fact = count(1)


def target(
    measure: str = "resolution", minutes: int = 60, *, priority: int | None = None, service: Service | None = None,
    **more: Any,
) -> Target:  # fmt: skip
    """A target, in place of the one for the same aim if there is one."""
    values = {"minutes": minutes, "in_business_hours": False, "warn_percent": 75} | more
    return Target.objects.update_or_create(measure=measure, priority=priority, service=service, defaults=values)[0]


def clock(measure: str = "resolution", *, ticket: Ticket | None = None, **more: Any) -> Clock:
    """The clock of a ticket, or of a new incident made from what else is given."""
    on = ticket or work.incident(**more).ticket
    return Clock.objects.get(ticket=on, measure=measure)


def method(
    person: Person, channel: str = "webhook", address: str = "http://127.0.0.1:9/hook", **more: Any
) -> ContactMethod:
    """A verified contact method of a person."""
    read = destinations.read(channel, address)
    values = {"label": channel, "secret": hooks.new_secret(), "verified_at": clock_.now()} | more
    return ContactMethod.objects.create(
        person=person, channel=channel, address=read.address, hint=read.hint, lane=read.lane, **values
    )


def delivery(person: Person | None = None, *, urgency: str = "high", **more: Any) -> Delivery:
    """A delivery that waits, to the account's e-mail of a person unless told otherwise."""
    somebody = person or estate.ana()
    values = {"subject": "SEV1 · Web shop is down", "body": "It is down.", "fact": next(_fact)} | more
    way = values.pop("way", None) or ways.mail_way(somebody.email)
    return Delivery.objects.create(
        person=somebody,
        urgency=urgency,
        channel=way.channel,
        lane=way.lane,
        address=way.address,
        hint=way.hint,
        **({"next_attempt_at": clock_.now(), "method_id": way.method} | values),
    )


def endpoint(url: str = "http://127.0.0.1:9/hook", *, kinds: tuple[str, ...] = ("incident.*",)) -> WebhookEndpoint:
    """A program that hears facts."""
    return life.add_endpoint(by=CLOCK, name=f"Program {next(_fact)}", url=url, kinds=kinds)

"""The demo organisation: Kestrel Outfitters, who sell rain jackets and live from their web shop.

Everything is made by the same verbs that people call, so a new rule that would refuse it fails here first.
"""

from typing import Any

from django.db import transaction

from watchkeep.demo import (
    acting,
    asking,
    cast,
    changing,
    deploying,
    desk,
    discovering,
    duty,
    estate,
    furnishing,
    hearing,
    history,
    judging,
    learning,
    leaving,
    licensing,
    mailing,
    obliging,
    offering,
    public,
    racking,
    reconciling,
    responding,
    ruling,
    scanning,
    seeking,
    software,
    supplying,
    telling,
    writing,
)
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor


def is_inhabited() -> bool:
    """Whether somebody works here already."""
    return Person.objects.exists()


@transaction.atomic
def load() -> dict[str, Any]:
    """Make all of it, or nothing. Returns the logins, and the keys that the demo outage uses."""
    by = Actor.system("demo", "The demo")
    people = cast.invite_everybody(by)
    services = register(by, people)
    duty.plan(by, people, services)
    responding.plan(by, people, services)
    telling.arrange(by, people, services)
    acting.connect(by, people)
    keys = hearing.connect(by, services)
    history.live_through(people, services)
    learning.look_back(people, services)
    changing.alter(by, people, services)
    deploying.deploy(by, people, services)
    judging.judge(by, people, services)
    deploying.ask(services)
    obliging.oblige(people, services)
    writing.write(people, services)
    seeking.look(people)
    telling.speak(people, services)
    public.tell(by, services)
    mailing.write(by)
    asking.ask(by, people)
    offering.offer(people)
    desk.work(people)
    leaving.leave(by, people)
    return {"logins": people.logins, "keys": keys | {"ana": people.token_of("ana")}}


def register(by: Actor, people: cast.Cast) -> dict[str, Service]:
    """What Kestrel look after: what stands where, was bought, is licensed and was found, and what does not agree."""
    services = estate.build(by, people)
    racking.rack(by, people)
    supplying.buy(by, people, services)
    software.install(by, people)
    licensing.license_(by, people)
    furnishing.furnish(by, people)
    discovering.discover(by)
    ruling.rule(by)
    reconciling.reconcile(by, people)
    scanning.scan(by)
    reconciling.look()
    return services

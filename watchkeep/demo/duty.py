"""Who watches when: a rota for each team, one that follows the sun, and whom to call next."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from watchkeep.demo.cast import Cast
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.life import Rhythm, Step, Target
from watchkeep.duty.oncall.models import Policy, Schedule
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

ZONE = "Europe/Berlin"
HANDOVER = timedelta(hours=9)
"""After midnight, as shifts have it by themselves."""
FIRST_CALL_MINUTES = 0.25
"""Short, so that the demo outage can be watched to its end; a real policy waits for minutes."""


def plan(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    """Schedules, policies, and which policy answers for which service."""
    web = _rota(by, "Web, first line", cast, "web", ["ana", "bo"])
    platform = _rota(by, "Platform, first line", cast, "platform", ["dilara", "emil"])
    _follow_the_sun(by, cast)
    shop = _policy(by, "Web shop", web, [cast["bo"], cast["chidi"]], wait=FIRST_CALL_MINUTES)
    rest = _policy(by, "Platform", platform, [cast["dilara"], cast["admin"]], is_default=True)
    for slug, service in services.items():
        if slug in {"web-shop", "search", "checkout-nordics", "checkout-central-europe"}:
            life.assign_policy(service, by=by, policy=shop)
        elif service.tier <= 2:
            life.assign_policy(service, by=by, policy=rest)


def _rota(by: Actor, name: str, cast: Cast, team: str, people: list[str]) -> Schedule:
    schedule = life.create_schedule(by=by, name=name, time_zone=ZONE, team=cast.teams[team])
    rhythm = Rhythm(starts_on=_last_handover())
    life.add_layer(schedule, by=by, name="Week by week", people=[cast[key] for key in people], rhythm=rhythm)
    return schedule


def _last_handover() -> date:
    """The last Monday that has reached its handover: early on a Monday the week before goes on."""
    there = clock.now().astimezone(ZoneInfo(ZONE)) - HANDOVER
    return there.date() - timedelta(days=there.weekday())


SUN = (
    ("Tokyo", "Asia/Tokyo", ["mei"], "08:00", "16:00"),
    ("Berlin", "Europe/Berlin", ["dilara", "emil"], "07:00", "15:00"),
    ("Sao Paulo", "America/Sao_Paulo", ["rafael"], "10:00", "20:00"),
)
"""Where it is day when: the layer, its clock, its people, from and until."""


def _follow_the_sun(by: Actor, cast: Cast) -> None:
    """Somebody who is awake, at any hour: three places by their own clocks, none of them at night."""
    schedule = life.create_schedule(
        by=by, name="Platform, follow the sun", time_zone="UTC", team=cast.teams["platform"]
    )
    today = clock.now().date()
    monday = today - timedelta(days=today.weekday() + 7)
    for name, zone, people, starts, ends in SUN:
        life.add_layer(
            schedule, by=by, name=name, people=[cast[key] for key in people], time_zone=zone,
            rhythm=Rhythm(starts_on=monday, handover=time.fromisoformat(starts)),
            windows=[{"days": [*range(7)], "starts": starts, "ends": ends}],
        )  # fmt: skip


def _policy(  # noqa: PLR0913  # the demo's two policies differ in these alone
    by: Actor, name: str, first: Schedule, then: list[Person], *, wait: float = 5, is_default: bool = False
) -> Policy:
    """First whoever is on duty, then the others one by one."""
    targets = [Target("schedule", first.pk), *(Target("person", person.pk) for person in then)]
    steps = [Step(targets=(target,), wait_minutes=wait if place == 0 else 5) for place, target in enumerate(targets)]
    return life.create_policy(by=by, name=name, steps=steps, is_default=is_default)

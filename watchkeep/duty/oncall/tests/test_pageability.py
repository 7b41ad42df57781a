"""Who could be paged in the weeks ahead, against an hour-by-hour look that is slow and obvious."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.duty.oncall import queries
from watchkeep.duty.oncall.rules import pageability, rotation
from watchkeep.duty.oncall.rules.pageability import HOLE, SINGLE, Stretch, World
from watchkeep.duty.oncall.rules.paging import Plan, Step, Target
from watchkeep.kernel import clock

HOUR = timedelta(hours=1)
START = datetime(2026, 10, 12, tzinfo=UTC)  # the clocks of Berlin go back on the 25th
END = START + timedelta(weeks=4)
ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC")]


def hole_by_hour(plan, severity, there, rotas, at):
    """The obvious reference: walk through the steps at one moment; None when nobody need be there."""
    counting = 0
    for step in plan.steps:
        if step.severity is not None and severity > step.severity:
            continue
        if step.hours is not None:
            is_open = any(one.starts_at <= at < one.ends_at for one in there.open[step.hours])
            if is_open == step.outside:
                continue
        counting += 1
        for target in step.targets:
            people = {
                "person": lambda target=target: [target.id],
                "team": lambda target=target: there.teams[target.id],
                "schedule": lambda target=target: [rotation.who_at(rotas[target.id], at)],
            }[target.kind]()
            for person in people:
                away = any(one.starts_at <= at < one.ends_at for one in there.away.get(person, ()))
                if person is not None and person in there.lanes and not away:
                    return False
    return True if counting or severity <= 2 else None


def random_rota(chance):
    def layer():
        windows = tuple(
            rotation.Window(
                frozenset(chance.sample(range(7), chance.randint(1, 6))),
                time(chance.randrange(24)),
                time(chance.randrange(24)),
            )
            for _ in range(chance.randint(0, 2))
        )
        first = datetime.combine(date(2026, 10, 1) + timedelta(days=chance.randrange(20)), time(chance.randrange(24)))
        people = tuple(chance.choices(range(1, 7), k=chance.randint(1, 4)))
        return rotation.Layer(people, first, timedelta(hours=chance.choice([8, 12, 24, 168])), windows)

    overrides = tuple(
        rotation.Override(chance.randint(1, 6), at, at + chance.randint(1, 60) * HOUR)
        for at in (START + chance.randrange(24 * 28) * HOUR for _ in range(chance.randint(0, 4)))
    )
    return rotation.Rota(chance.choice(ZONES), tuple(layer() for _ in range(chance.randint(1, 2))), overrides)


def stretches(chance, count):
    edges = sorted(START + hours * HOUR for hours in chance.sample(range(24 * 28), 2 * count))
    return [Stretch(*edges[place : place + 2]) for place in range(0, 2 * count, 2)]


def random_world(chance):
    rotas = {pk: random_rota(chance) for pk in (1, 2)}
    reachable = chance.sample(range(1, 7), chance.randint(1, 6))
    there = World(
        starts_at=START,
        ends_at=END,
        duties={pk: rotation.spans(rota, START, END) for pk, rota in rotas.items()},
        teams={1: chance.sample(range(1, 7), chance.randint(0, 3))},
        lanes={person: frozenset({"mail"}) for person in reachable},
        unreachable={person: "no_contact" for person in range(1, 7) if person not in reachable},
        away={person: stretches(chance, 3) for person in chance.sample(range(1, 7), 2)},
        open={1: stretches(chance, 20)},
    )
    targets = [Target("schedule", 1), Target("schedule", 2), Target("team", 1), Target("person", 3)]
    steps = tuple(
        Step(
            targets=tuple(chance.sample(targets, chance.randint(1, 2))),
            wait_minutes=5,
            severity=chance.choice([None, 1, 2, 3]),
            hours=chance.choice([None, None, 1]),
            outside=chance.random() < 0.5,
        )
        for _ in range(chance.randint(1, 3))
    )
    return Plan(1, "Random", steps), there, rotas


@pytest.mark.parametrize("seed", range(12))
def test_it_finds_what_an_hour_by_hour_look_finds(seed):
    plan, there, rotas = random_world(random.Random(seed))
    for severity in (1, 2, 3, 4):
        holes = [one for one in pageability.of_severity(plan, severity, there) if one.kind == HOLE]
        at = START
        while at < END:
            found = any(one.starts_at <= at < one.ends_at for one in holes)
            assert found is bool(hole_by_hour(plan, severity, there, rotas, at)), (severity, at)
            at += HOUR


def test_it_agrees_with_the_reach_that_pages_go_by():
    """The same question asked of the code that really pages, for the service's policy at many moments."""
    ana, bo = make.ana(), make.bo()
    office = make.hours()
    by_day = make.schedule(ana, bo, every=1, unit="days", handover=time(9))
    with clock.frozen(datetime(2026, 10, 19, 6, tzinfo=UTC)):
        make.override(by_day, bo, hours=30)
        service = make.service()
        bo.email = ""
        bo.save()
        make.policy(make.step(by_day, severity=2), make.step(ana, hours=office.pk, outside=True), service=service)
        seen = queries.outlook()
    at = seen.starts_at
    holes = [one for one in seen.of(service.pk) if one.kind == HOLE and 1 in one.severities]
    assert holes
    while at < seen.ends_at:
        found = any(one.starts_at <= at < one.ends_at for one in holes)
        assert found is queries.preview(service, 1, at).is_silent, at
        at += timedelta(hours=13)


def plan(*steps):
    return Plan(1, "Policy", steps)


def step(*targets, **more):
    return Step(targets=targets, wait_minutes=5, **more)


def ones(*people, **more):
    lanes = {person: frozenset({"mail", f"way-{person}"}) for person in people}
    return World(START, END, lanes=lanes, names={1: "Ana", 2: "Bo", 3: "Cy"}, **more)


def whys(found):
    return [(one.kind, one.severities, [reason.why for reason in one.reasons]) for one in found]


def test_a_service_without_a_policy_is_one_long_hole():
    assert whys(pageability.findings(None, ones())) == [(HOLE, (1, 2, 3, 4), ["no_policy"])]


def test_only_a_major_fault_must_find_somebody_when_no_step_counts():
    only_severe = plan(step(Target("person", 1), severity=1), step(Target("person", 2), severity=1))
    assert whys(pageability.findings(only_severe, ones(1, 2))) == [(HOLE, (2,), ["no_step"])]


def test_single_points_are_named_one_by_one():
    alone = World(START, END, lanes={1: frozenset({"mail"})}, names={1: "Ana"})
    found = pageability.findings(plan(step(Target("person", 1, "Ana"))), alone)
    assert whys(found) == [(SINGLE, (1, 2, 3, 4), ["one_person", "one_way", "one_step"])]
    assert [(one.person, one.target, one.step) for one in found[0].reasons] == [
        ("Ana", "", 0),
        ("", "mail", 0),
        ("", "", 1),
    ]


def test_two_people_in_two_steps_by_several_ways_are_enough():
    assert pageability.findings(plan(step(Target("person", 1)), step(Target("person", 2))), ones(1, 2)) == []


def test_an_absence_opens_a_hole_from_its_beginning_to_its_end():
    off = Stretch(START + 5 * HOUR, START + 9 * HOUR)
    found = pageability.findings(plan(step(Target("person", 1, "Ana"))), ones(1, away={1: [off]}))
    holes = [one for one in found if one.kind == HOLE]
    assert [(one.starts_at, one.ends_at, one.reasons[0].why, one.reasons[0].person) for one in holes] == [
        (off.starts_at, off.ends_at, "away", "Ana")
    ]


def test_a_hole_names_every_step_that_reached_nobody():
    rota = plan(
        step(Target("schedule", 7, "First line")), step(Target("person", 2, "Bo")), step(Target("team", 4, "Ops"))
    )
    there = ones(duties={7: [rotation.Span(START, END)]}, unreachable={2: "no_contact"}, teams={})
    (hole,) = pageability.findings(rota, there)
    assert [(one.step, one.why, one.target or one.person) for one in hole.reasons] == [
        (1, "nobody_on_duty", "First line"),
        (2, "no_contact", "Bo"),
        (3, "empty", "Ops"),
    ]


def test_a_method_that_failed_does_not_count_as_a_way():
    ana = make.ana()
    ana.email = ""
    ana.save()
    make.method(ana, failing_since=clock.now())
    service = make.service()
    make.policy(make.step(ana), service=service)
    (hole,) = queries.outlook().of(service.pk)
    assert [reason.why for reason in hole.reasons] == ["failing"]


def test_the_look_costs_as_many_queries_for_many_services_as_for_one(django_assert_num_queries):
    make.policy(make.step(make.schedule(make.ana())), is_default=True)
    make.service()
    with CaptureQueriesContext(connection) as asked:
        queries.outlook()
    for _ in range(3):
        make.policy(make.step(make.schedule(make.bo())), service=make.service())
    with django_assert_num_queries(len(asked)):
        queries.outlook()

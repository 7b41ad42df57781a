"""Any sequence of holds, resumptions and new priorities: the ledger's sum is what counting by hand gives."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from testing import make
from testing.harness import sweep
from watchkeep.duty.sla import jobs, queries
from watchkeep.estate.calendars import rules as calendars
from watchkeep.kernel import clock, facts
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident

MONDAY = datetime(2026, 3, 23, 7, tzinfo=UTC)  # summer time begins on the Sunday after
STEP = 10  # minutes
PRIORITIES = {1: (1, 1), 3: (2, 2), 5: (3, 3)}
ACTS = some.lists(
    some.tuples(some.integers(0, 200), some.sampled_from(["hold", "resume", 1, 3, 5, "sweep"])), max_size=12
)
pytestmark = pytest.mark.slow
patiently = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def shop():
    """A service whose targets are in business hours for the lower priorities."""
    service = make.service(hours=make.hours(name="Berlin"))
    make.target("resolution", 240, priority=1, service=service)
    make.target("resolution", 960, priority=3, service=service, in_business_hours=True)
    make.target("resolution", 1920, priority=5, service=service, in_business_hours=True)
    return service


def live(service, acts):
    """Open an incident, do all acts in order, and return it with what it did from when on, as written by hand."""
    now, held, priority = MONDAY, False, 3
    with clock.frozen(now):
        incident = make.incident("in_progress", service=service, impact=2, urgency=2)
    diary = [(now, held, priority)]
    for steps, act in acts:
        now += timedelta(minutes=steps * STEP)
        with clock.frozen(now):
            incident = Incident.objects.get(pk=incident.pk)
            if act == "hold" and not held:
                incidents.hold(incident, by=CLOCK, reason="Waiting for a part")
                held = True
            elif act == "resume" and held:
                incidents.resume(incident, by=CLOCK)
                held = False
            elif act in PRIORITIES:
                impact, urgency = PRIORITIES[act]
                incidents.reprioritise(incident, by=CLOCK, impact=impact, urgency=urgency)
                priority = act
            elif act == "sweep":
                sweep(jobs.tell_moments)
        diary.append((now, held, priority))
    return incident, diary, now


def by_hand(diary, until, hours):
    """Count step by step: is it held, is somebody there?"""
    total = 0
    for (start, held, priority), end in zip(diary, [entry[0] for entry in diary[1:]] + [until], strict=True):
        moment = start
        while moment < end and not held:
            total += (priority == 1 or calendars.is_open(hours, moment)) * STEP * 60
            moment += timedelta(minutes=STEP)
    return total


@patiently
@given(acts=ACTS, rest=some.integers(0, 100))
def test_the_ledger_counts_what_counting_by_hand_gives(shop, acts, rest):
    incident, diary, end = live(shop, acts)
    until = end + timedelta(minutes=rest * STEP)
    row = make.clock(ticket=incident.ticket)
    told = queries.explain(row, at=until)
    assert told.used_seconds == by_hand(diary, until, shop.hours.spec())
    assert told.used_seconds == sum(line.counted for line in told.rows)
    with clock.frozen(until):
        face = next(one for one in queries.clocks_of(incident.pk) if one.measure == "resolution")
    assert round(face.target_seconds - face.left_seconds) == told.used_seconds


@patiently
@given(acts=ACTS)
def test_a_clock_never_breaches_while_it_rests_nor_before_its_time(shop, acts):
    incident, diary, _ = live(shop, [*acts, (0, "sweep")])
    row = make.clock(ticket=incident.ticket)
    for fact in facts.told("ticket", incident.pk, kind="sla.breached").filter(data__measure="resolution"):
        before = [held for at, held, _ in diary if at < fact.at][-1:]
        meanwhile = [held for at, held, _ in diary if at == fact.at]  # it may run for no time at all
        assert False in (*before, *meanwhile)
        told = queries.explain(row, at=fact.at)
        targets = {line.segment.terms.target_seconds for line in told.rows if line.to_at >= fact.at}
        assert any(told.used_seconds >= target for target in targets)


@patiently
@given(acts=ACTS, priority=some.sampled_from([1, 3, 5]))
def test_a_new_priority_keeps_every_second_and_every_rest(shop, acts, priority):
    incident, _, end = live(shop, acts)
    before = make.clock(ticket=incident.ticket)
    used = queries.explain(before, at=end).used_seconds
    with clock.frozen(end):
        impact, urgency = PRIORITIES[priority]
        incidents.reprioritise(Incident.objects.get(pk=incident.pk), by=CLOCK, impact=impact, urgency=urgency)
    after = make.clock(ticket=incident.ticket)
    assert (after.kind, queries.explain(after, at=end).used_seconds) == (before.kind, used)


@patiently
@given(acts=ACTS)
def test_the_columns_of_a_clock_repeat_the_end_of_its_ledger(shop, acts):
    incident, _, _ = live(shop, acts)
    row = make.clock(ticket=incident.ticket)
    ledger = queries.ledger_of(row)
    told = queries.explain(row, at=row.since)
    assert (row.length, row.kind, row.since, row.terms_id) == (
        len(ledger), ledger[-1].kind, ledger[-1].from_at, ledger[-1].terms_id,
    )  # fmt: skip
    assert told.used_seconds == round(row.counted_seconds)

"""How good a rota is, and layers that go by the clock of their own place and so follow the sun."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from testing import make
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.life import Rhythm
from watchkeep.duty.oncall.rules import quality, rotation
from watchkeep.duty.oncall.rules.rotation import Layer, Rota, Span, Window
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

ANA, BO, CY = 1, 2, 3
BERLIN, DENVER, SYDNEY = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Denver"), ZoneInfo("Australia/Sydney")
HOMES = {ANA: BERLIN, BO: DENVER, CY: SYDNEY}
DAY = timedelta(days=1)
BEGAN = datetime.fromisoformat("2026-01-01T00:00")  # what a clock on the wall shows
START = datetime(2026, 6, 1, tzinfo=UTC)
SUN = (  # Berlin until four in the afternoon, Denver until three, Sydney takes the rest
    Layer((CY,), BEGAN, DAY, (), SYDNEY),
    Layer((BO,), BEGAN, DAY, (Window(frozenset(range(7)), time(8), time(15)),), DENVER),
    Layer((ANA,), BEGAN, DAY, (Window(frozenset(range(7)), time(8), time(16)),), BERLIN),
)
spans = st.lists(st.tuples(st.sampled_from([ANA, BO, CY, None]), st.integers(1, 400)), min_size=1, max_size=30)


def judged(rota, start=START, weeks=4):
    return quality.quality(rotation.spans(rota, start, start + timedelta(weeks=weeks)), HOMES)


def in_a_row(parts):
    """Spans that follow one another."""
    at, found = START, []
    for person, hours in parts:
        found.append(Span(at, at + timedelta(hours=hours), person))
        at = found[-1].ends_at
    return found


def test_a_layer_goes_by_its_own_clock_when_other_clocks_change():
    rota = Rota(BERLIN, SUN)
    for day in ("2026-03-07", "2026-03-09", "2026-03-30", "2026-04-06"):  # before, between and after three changes
        opens = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=BERLIN)
        assert rotation.who_at(rota, opens) == ANA
        assert rotation.who_at(rota, opens - timedelta(minutes=1)) == CY
        closes = datetime.fromisoformat(f"{day}T15:00").replace(tzinfo=DENVER)
        assert rotation.who_at(rota, closes - timedelta(minutes=1)) == BO
        assert rotation.who_at(rota, closes) == CY


def test_a_rota_that_follows_the_sun_is_better_than_one_that_wakes_people():
    alone = judged(Rota(BERLIN, (Layer((ANA,), BEGAN, DAY),)))
    sun = judged(Rota(BERLIN, SUN))
    assert (sun.covered, sun.follows_the_sun, sun.rested) == (1, True, 1)
    assert sun.daylight > 0.95
    assert (round(alone.daylight, 2), alone.follows_the_sun) == (0.67, False)
    assert alone.score < 80 < sun.score


def test_holes_uneven_shares_and_weeks_without_a_break_cost_points():
    best = quality.quality(in_a_row([(ANA, 168), (BO, 168), (ANA, 168), (BO, 168)]), {ANA: BERLIN, BO: BERLIN})
    hole = quality.quality(in_a_row([(ANA, 168), (None, 168), (ANA, 168), (BO, 168)]), {ANA: BERLIN, BO: BERLIN})
    uneven = quality.quality(in_a_row([(ANA, 168), (BO, 24)] * 2), {ANA: BERLIN, BO: BERLIN})
    long = quality.quality(in_a_row([(ANA, 336), (BO, 336)]), {ANA: BERLIN, BO: BERLIN})
    assert (hole.covered, hole.percent["covered"]) == (0.75, 75)
    assert (long.longest, long.rested) == (timedelta(days=14), 0.5)
    assert max(hole.score, uneven.score, long.score) < best.score


@given(spans)
def test_the_score_lies_between_nothing_and_a_hundred(parts):
    found = quality.quality(in_a_row(parts), HOMES)
    assert 0 <= found.score <= 100
    assert all(0 <= share <= 100 for share in found.percent.values())


def test_a_schedule_is_judged_by_where_its_people_live():
    ana = make.ana()
    schedule = make.schedule(zone=ana.time_zone)
    assert queries.quality(schedule, clock.now()) is None
    beat = Rhythm(starts_on=clock.now().date() - DAY, handover=time(0), every=1, unit="days")
    life.add_layer(schedule, by=CLOCK, name="Sydney", people=[ana], rhythm=beat, time_zone="Australia/Sydney")
    layer = schedule.layers.get()
    assert layer.zone == SYDNEY
    found = queries.quality(schedule, clock.now())
    assert found is not None
    assert (round(found.covered, 6), found.percent["daylight"]) == (1, 66)
    assert found.longest == queries.JUDGED

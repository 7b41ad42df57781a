"""Ten thousand random rotas against a reference that knows nothing of `rules.rotation`, and is slow and obvious.

The reference asks one thing only: what is the latest time that the clock on the wall has shown up to now? A hand-over
has happened, and a window has opened or closed, once the wall has shown its time.
"""

import random
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from watchkeep.duty.oncall.rules import rotation

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "Asia/Kolkata",
    "UTC",
)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
STEP = 5
"""Every time in a random rota, and every instant asked about, is a multiple of so many minutes."""

BACK = 180
"""Minutes that no clock of these zones is ever set back by at once."""


def shown(zone, at):
    """The latest time on the wall up to this instant."""
    return max((at - back * MINUTE).astimezone(zone).replace(tzinfo=None) for back in range(0, BACK, STEP))


def turn(layer, wall):
    """Whose turn it is in a layer: count the hand-overs one by one."""
    handovers, next_one = -1, layer.first
    while next_one <= wall:
        handovers, next_one = handovers + 1, next_one + layer.length
    return layer.people[handovers % len(layer.people)] if handovers >= 0 else None


def is_open(window, wall):
    """Whether a window is open: it has opened on one of the last days, and not yet closed."""
    for back in (-1, 0, 1, 2):
        day = wall.date() - back * DAY
        opens = datetime.combine(day, window.starts)
        closes = datetime.combine(day if window.starts < window.ends else day + DAY, window.ends)
        if day.weekday() in window.days and opens <= wall < closes:
            return True
    return False


def on_duty(rota, at):
    """The reference: the newest override that holds, else the highest layer that is open and has begun."""
    for override in rota.overrides[::-1]:
        if override.starts_at <= at < override.ends_at:
            return override.person
    for layer in rota.layers[::-1]:
        wall = shown(layer.zone or rota.zone, at)
        if not layer.windows or any(is_open(window, wall) for window in layer.windows):
            person = turn(layer, wall)
            if person is not None:
                return person
    return None


@cache
def changes(name):
    """The hours of 2026 around which clocks of a zone change; some ordinary hour where they never do."""
    zone, start = ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC)
    hours = [start + timedelta(hours=hour) for hour in range(365 * 24)]
    found = [
        at for at in hours if at.astimezone(zone).utcoffset() != (at + timedelta(hours=1)).astimezone(zone).utcoffset()
    ]
    return found or [datetime(2026, 6, 15, tzinfo=UTC)]


def random_time(chance):
    return time(chance.randrange(24), chance.randrange(0, 60, STEP))


def random_layer(chance, near):
    first = datetime.combine(near.date() - timedelta(days=chance.randrange(-1, 21)), random_time(chance))
    length = chance.choice([1, 2, 6, 8, 12, 24, 24, 36, 72, 168, 168, 336])
    windows = tuple(
        rotation.Window(
            frozenset(chance.sample(range(7), chance.randint(1, 7))), random_time(chance), random_time(chance)
        )
        for _ in range(chance.choice([0, 0, 0, 1, 2]))
    )
    people = tuple(chance.choices(range(1, 9), k=chance.randint(1, 5)))
    zone = ZoneInfo(chance.choice(ZONES)) if chance.random() < 0.25 else None
    return rotation.Layer(people, first, timedelta(hours=length), windows, zone)


def random_rota(chance):
    """A rota whose life lies around a change of its clocks, and that change."""
    name = chance.choice(ZONES)
    near = chance.choice(changes(name))
    starts = [near + chance.randrange(-600, 600) * STEP * MINUTE for _ in range(chance.choice([0, 0, 1, 3]))]
    overrides = tuple(
        rotation.Override(chance.randint(1, 8), at, at + chance.randint(1, 400) * STEP * MINUTE) for at in starts
    )
    layers = tuple(random_layer(chance, near) for _ in range(chance.choice([1, 1, 2, 3])))
    return rotation.Rota(ZoneInfo(name), layers, overrides), near


def differences(seed):
    """The instants at which a random rota and the reference disagree; half of them are within hours of the change."""
    chance = random.Random(seed)
    rota, near = random_rota(chance)
    close = [near + chance.randrange(-36, 72) * STEP * MINUTE for _ in range(2)]
    instants = [*close, near + chance.randrange(-288, 576) * STEP * MINUTE]
    spans = rotation.spans(rota, near - 2 * DAY, near + 3 * DAY)
    for at in instants:
        expected = on_duty(rota, at)
        drawn = next(span.person for span in spans if span.holds(at))
        if not expected == drawn == rotation.who_at(rota, at):
            yield rota, at, expected, drawn


def simulate(seeds):
    assert [found for seed in seeds for found in differences(seed)] == []


def test_four_hundred_random_rotas_agree_with_the_reference():
    simulate(range(10_000, 10_400))


@pytest.mark.slow
def test_ten_thousand_random_rotas_agree_with_the_reference():
    simulate(range(10_000))


def test_the_reference_itself_knows_the_long_and_the_short_night():
    berlin = ZoneInfo("Europe/Berlin")
    layer = rotation.Layer((1, 2), datetime.combine(date(2026, 10, 24), time(2, 30)), DAY)
    rota = rotation.Rota(berlin, (layer,))
    first_half_past_two = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    asked = [first_half_past_two - STEP * MINUTE, first_half_past_two, first_half_past_two + 45 * MINUTE]
    assert [on_duty(rota, at) for at in asked] == [1, 2, 2]

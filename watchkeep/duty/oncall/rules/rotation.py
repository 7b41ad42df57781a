"""Who is on duty, worked out from a rota alone: no database, no clock.

A rota is thought of on the wall: "every Monday at nine, in Berlin". So shifts are counted in wall time, and
only their borders become instants. That is what keeps a hand-over at nine when the clocks change, and why
the shift that holds the change is an hour longer or shorter.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """Part of the week in which a layer counts: from a time to a time, on each of these days.

    Monday is 0. A window that ends at or before its start reaches into the next day.
    """

    days: frozenset[int]
    starts: time
    ends: time

    def on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The window that begins on this day, as two instants."""
        last = day if self.starts < self.ends else day + DAY
        opens, closes = datetime.combine(day, self.starts), datetime.combine(last, self.ends)
        return instant(opens, zone), instant(closes, zone)


@dataclass(frozen=True)
class Rhythm:
    """When a layer hands over: every so many `hours`, `days` or `weeks` from a first hand-over on."""

    starts_on: date
    handover: time = time(9)
    every: int = 1
    unit: str = "weeks"


@dataclass(frozen=True)
class Layer:
    """People who take turns. `first` is the wall time of the first hand-over, `length` that of a shift.

    A layer with a `zone` goes by its own wall clock: so shifts follow the sun, and stay where its people are awake.
    """

    people: tuple[int, ...]
    first: datetime
    length: timedelta
    windows: tuple[Window, ...] = ()
    zone: ZoneInfo | None = None


@dataclass(frozen=True)
class Override:
    """One person takes over everything between two instants."""

    person: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Rota:
    """Layers from the lowest to the highest, then overrides from the oldest to the newest: the last wins."""

    zone: ZoneInfo
    layers: tuple[Layer, ...] = ()
    overrides: tuple[Override, ...] = ()

    def zone_of(self, layer: Layer) -> ZoneInfo:
        """The zone of the clock by which a layer goes."""
        return layer.zone or self.zone


@dataclass(frozen=True)
class Span:
    """From one instant to another this person is on duty; nobody is, when `person` is None.

    `layer` counts from the lowest; it is None for an override and for a gap.
    """

    starts_at: datetime
    ends_at: datetime
    person: int | None = None
    layer: int | None = None

    def holds(self, at: datetime) -> bool:
        """A span holds its start and not its end, so that spans can follow each other."""
        return self.starts_at <= at < self.ends_at


def who_at(rota: Rota, at: datetime) -> int | None:
    """The person on duty at this instant, or None."""
    for override in reversed(rota.overrides):
        if override.starts_at <= at < override.ends_at:
            return override.person
    on_layers = (who_on_layer(layer, rota.zone_of(layer), at) for layer in reversed(rota.layers))
    return next((person for person in on_layers if person is not None), None)


def spans(rota: Rota, start: datetime, end: datetime) -> list[Span]:
    """The final schedule: what covers all of the interval without overlap, gaps included."""
    painted = [Span(start, end)] if start < end else []
    for number, layer in enumerate(rota.layers):
        painted = _paint(painted, layer_spans(layer, rota.zone_of(layer), start, end, number=number))
    for stand_in in override_spans(rota, start, end):
        painted = _paint(painted, [stand_in])
    return _join(painted, _same_duty)


def gaps(rota: Rota, start: datetime, end: datetime) -> list[Span]:
    """Where nobody is on duty."""
    return [span for span in spans(rota, start, end) if span.person is None]


def layer_spans(
    layer: Layer, zone: ZoneInfo, start: datetime, end: datetime, *, number: int | None = None
) -> list[Span]:
    """The shifts of one layer alone, cut to the interval and to the layer's windows."""
    shifts = list(_clip(_shifts(layer, zone, start, end, number), start, end))
    if not layer.windows:
        return shifts
    open_ = _open(layer.windows, zone, start, end)
    return [
        replace(shift, starts_at=part.starts_at, ends_at=part.ends_at)
        for shift in shifts
        for part in _clip(open_, shift.starts_at, shift.ends_at)
    ]


def override_spans(rota: Rota, start: datetime, end: datetime) -> list[Span]:
    """The overrides alone, cut to the interval, from the oldest to the newest."""
    return list(_clip([Span(one.starts_at, one.ends_at, one.person) for one in rota.overrides], start, end))


def who_on_layer(layer: Layer, zone: ZoneInfo, at: datetime) -> int | None:
    """The person of one layer alone."""
    number = shift_number(layer, zone, at)
    if number < 0 or not layer.people or not _is_open(layer.windows, zone, at):
        return None
    return layer.people[number % len(layer.people)]


def shift_number(layer: Layer, zone: ZoneInfo, at: datetime) -> int:
    """How many hand-overs lie between the first one and this instant; negative before the first."""
    number = (_wall(at, zone) - layer.first) // layer.length
    while _handover(layer, zone, number + 1) <= at:
        number += 1
    while _handover(layer, zone, number) > at:
        number -= 1
    return number


def turned(layer: Layer, people: Sequence[int], zone: ZoneInfo, at: datetime) -> Layer:
    """The layer with other people, turned so that whoever is on duty stays it if she is still among them."""
    number = shift_number(layer, zone, at)
    current = layer.people[number % len(layer.people)] if layer.people and number >= 0 else None
    if current not in people:
        return replace(layer, people=tuple(people))
    turn = (people.index(current) - number) % len(people)
    return replace(layer, people=(*people[turn:], *people[:turn]))


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which a clock in this zone shows this wall time or a later one.

    A time that is shown twice means its first showing. A time that the clocks skip means the moment of the
    skip: so later wall times never come earlier, and no shift can end before it begins.
    """
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _wall(moment, zone) == wall:
        return moment
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _first_reaching(wall, zone, before, moment)


def _first_reaching(wall: datetime, zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    seconds = range(int((after - before) / SECOND) + 1)
    late_enough = bisect_left(seconds, True, key=lambda second: _wall(before + second * SECOND, zone) >= wall)
    return before + late_enough * SECOND


def _wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _handover(layer: Layer, zone: ZoneInfo, number: int) -> datetime:
    return instant(layer.first + number * layer.length, zone)


def _shifts(layer: Layer, zone: ZoneInfo, start: datetime, end: datetime, layer_number: int | None) -> Iterator[Span]:
    if not layer.people:
        return
    number = max(0, shift_number(layer, zone, start))
    begins = _handover(layer, zone, number)
    while begins < end:
        ends = _handover(layer, zone, number + 1)
        yield Span(begins, ends, layer.people[number % len(layer.people)], layer_number)
        number, begins = number + 1, ends


def _is_open(windows: Sequence[Window], zone: ZoneInfo, at: datetime) -> bool:
    return not windows or any(span.holds(at) for span in _open(windows, zone, at, at + SECOND))


def _open(windows: Sequence[Window], zone: ZoneInfo, start: datetime, end: datetime) -> list[Span]:
    """The windows around an interval, merged where they touch."""
    day, last = _wall(start, zone).date() - 2 * DAY, _wall(end, zone).date() + DAY
    found = []
    while day <= last:
        found += [Span(*w.on(day, zone)) for w in windows if day.weekday() in w.days]
        day += DAY
    return _join(sorted(found, key=_start), _touch)


def _clip(found: Iterable[Span], start: datetime, end: datetime) -> Iterator[Span]:
    for span in found:
        begins, ends = max(span.starts_at, start), min(span.ends_at, end)
        if begins < ends:
            yield replace(span, starts_at=begins, ends_at=ends)


def _paint(below: list[Span], above: Iterable[Span]) -> list[Span]:
    covers = list(above)
    kept = [piece for span in below for piece in _uncovered(span, covers)]
    return sorted([*kept, *covers], key=_start)


def _uncovered(span: Span, covers: list[Span]) -> Iterator[Span]:
    free_from = span.starts_at
    for cover in covers[bisect_right(covers, span.starts_at, key=lambda cover: cover.ends_at) :]:
        if cover.starts_at >= span.ends_at:
            break
        if cover.starts_at > free_from:
            yield replace(span, starts_at=free_from, ends_at=cover.starts_at)
        free_from = cover.ends_at
    if free_from < span.ends_at:
        yield replace(span, starts_at=free_from)


def _join(found: Iterable[Span], goes_on: Callable[[Span, Span], bool]) -> list[Span]:
    joined: list[Span] = []
    for span in found:
        if joined and goes_on(joined[-1], span):
            joined[-1] = replace(joined[-1], ends_at=max(joined[-1].ends_at, span.ends_at))
        else:
            joined.append(span)
    return joined


def _same_duty(one: Span, other: Span) -> bool:
    return (one.person, one.layer) == (other.person, other.layer)


def _touch(one: Span, other: Span) -> bool:
    return other.starts_at <= one.ends_at


def _start(span: Span) -> datetime:
    return span.starts_at

"""Who is on call now, next, and in the weeks to come."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from watchkeep.duty.oncall.models import Feed, Layer, Override, Policy, Schedule
from watchkeep.duty.oncall.rules import quality as judging
from watchkeep.duty.oncall.rules import rotation
from watchkeep.duty.oncall.rules.quality import Quality
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock

AHEAD = timedelta(weeks=8)
JUDGED = timedelta(weeks=12)
"""Over how long a rota is judged: so long that a handful of people have each had their turns."""
FARTHEST = timedelta(days=366)
"""How far ahead single shifts are worked out: nobody waits for those of a century."""


@dataclass(frozen=True)
class Shift:
    """Somebody has a duty from one instant to another; nobody has it, when `person` is None."""

    schedule: Schedule
    person: Person | None
    starts_at: datetime
    ends_at: datetime
    layer: int | None = None

    @property
    def is_gap(self) -> bool:
        """Whether nobody is there."""
        return self.person is None

    @property
    def is_override(self) -> bool:
        """Whether somebody stands in here."""
        return self.person is not None and self.layer is None

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return (self.ends_at - self.starts_at).total_seconds()

    def holds(self, at: datetime) -> bool:
        """Whether the shift is on at this instant."""
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True)
class Duty:
    """One schedule at a glance: who has it now, who comes next, and the next hole."""

    schedule: Schedule
    now: Shift
    next: Shift | None
    gap: Shift | None
    has_end: bool


@dataclass(frozen=True)
class Drawing:
    """A schedule over an interval: what each layer says, from the highest to the lowest, and what comes of it."""

    starts_at: datetime
    ends_at: datetime
    layers: list[tuple[Layer, list[Shift]]]
    overrides: list[Shift]
    final: list[Shift]
    gaps: list[Shift] = field(default_factory=list)


@dataclass(frozen=True)
class About:
    """What stands around a schedule: its layers from the highest down, who stands in, which policies page it."""

    duty: Duty
    layers: list[Layer]
    overrides: list[Override]
    policies: list[Policy]


def with_rota(schedules: QuerySet[Schedule], start: datetime, end: datetime) -> QuerySet[Schedule]:
    """Schedules with what their rotas need between two instants; four queries for any number of them."""
    overrides = Prefetch("overrides", Override.objects.touching(start, end))
    return schedules.select_related("team").prefetch_related("layers__turns", overrides)


def on_call(schedule: Schedule, at: datetime | None = None) -> Person | None:
    """The person on duty at an instant (now), or None."""
    at = at or clock.now()
    found = _loaded(schedule, at, at + timedelta(seconds=1))
    person = rotation.who_at(found.rota(), at)
    return Person.objects.filter(pk=person).first() if person else None


def upcoming(schedule: Schedule, start: datetime, end: datetime) -> list[Shift]:
    """The final schedule between two instants, gaps included."""
    return _named([_shifts(_loaded(schedule, start, end), start, end)])[0]


def gaps(schedule: Schedule, start: datetime, end: datetime) -> list[Shift]:
    """Where nobody is on duty, of a schedule that was read with its rota of that time."""
    spans = rotation.spans(schedule.rota(), start, end)
    return [Shift(schedule, None, one.starts_at, one.ends_at) for one in spans if one.person is None]


def board(schedules: QuerySet[Schedule], at: datetime | None = None) -> list[Duty]:
    """Now and next of every schedule, looking eight weeks ahead."""
    at = at or clock.now()
    rows = _named([_shifts(one, at, at + AHEAD) for one in with_rota(schedules, at, at + AHEAD)])
    return [_duty(row, at + AHEAD) for row in rows]


def shifts_of(person: Person, start: datetime, end: datetime) -> list[Shift]:
    """Everything that one person has to cover between two instants, the earliest first."""
    found = [_shifts(one, start, end) for one in with_rota(Schedule.objects.all(), start, end)]
    mine = [shift for row in found for shift in row if shift[1].person == person.pk]
    named = [_as_shift(schedule, span, {person.pk: person}) for schedule, span in mine]
    return sorted(named, key=lambda shift: shift.starts_at)


def duties_of(person: Person, at: datetime | None = None) -> list[Shift]:
    """What a person is on call for right now."""
    at = at or clock.now()
    return [shift for shift in shifts_of(person, at, at + AHEAD) if shift.holds(at)]


def drawing(schedule: Schedule, start: datetime, end: datetime) -> Drawing:
    """Everything that a drawing of the schedule needs."""
    one = _loaded(schedule, start, end)
    rota, layers = one.rota(), list(one.layers.all())
    tracks = [
        [(one, s) for s in rotation.layer_spans(spec, rota.zone_of(spec), start, end, number=number)]
        for number, spec in enumerate(rota.layers)
    ]
    swaps = [(one, s) for s in rotation.override_spans(rota, start, end)]
    *drawn, stand_ins, final = _named([*tracks, swaps, _shifts(one, start, end)])
    stack = list(zip(layers, drawn, strict=True))[::-1]
    return Drawing(start, end, stack, stand_ins, final, [shift for shift in final if shift.is_gap])


def about(schedule: Schedule, at: datetime) -> About:
    """Everything beside the drawing."""
    ahead = schedule.overrides.filter(ends_at__gt=at).select_related("person").order_by("starts_at")
    return About(
        duty=board(Schedule.objects.filter(pk=schedule.pk), at)[0],
        layers=list(schedule.layers.prefetch_related("turns__person").order_by("-position")),
        overrides=list(ahead),
        policies=list(Policy.objects.filter(steps__targets__schedule=schedule).distinct()),
    )


def load(shifts: Iterable[Shift]) -> list[tuple[Person, float]]:
    """Hours per person in a stretch of schedule, the most burdened first."""
    hours: defaultdict[Person, float] = defaultdict(float)
    for shift in shifts:
        if shift.person:
            hours[shift.person] += shift.seconds / 3600
    return sorted(hours.items(), key=lambda share: -share[1])


def quality(schedule: Schedule, start: datetime) -> Quality | None:
    """How good the weeks ahead are; None while nobody takes turns."""
    spans = rotation.spans(_loaded(schedule, start, start + JUDGED).rota(), start, start + JUDGED)
    people = {span.person for span in spans if span.person is not None}
    zones = dict(Person.objects.filter(pk__in=people).values_list("pk", "time_zone"))
    return judging.quality(spans, {pk: ZoneInfo(zone) for pk, zone in zones.items()}) if zones else None


def feed_of(plain: str) -> Feed | None:
    """The living feed that a secret address opens."""
    feeds: QuerySet[Feed] = Feed.objects.opened_by(plain)
    return feeds.select_related("owner", "schedule").first()


_Row = list[tuple[Schedule, rotation.Span]]


def _loaded(schedule: Schedule, start: datetime, end: datetime) -> Schedule:
    return with_rota(Schedule.objects.filter(pk=schedule.pk), start, end).get()


def _shifts(schedule: Schedule, start: datetime, end: datetime) -> _Row:
    return [(schedule, span) for span in rotation.spans(schedule.rota(), start, end)]


def _named(rows: list[_Row]) -> list[list[Shift]]:
    """Rows of spans as shifts with their people, in one query."""
    ids = {span.person for row in rows for _, span in row if span.person}
    people = Person.objects.in_bulk(ids)
    return [[_as_shift(schedule, span, people) for schedule, span in row] for row in rows]


def _as_shift(schedule: Schedule, span: rotation.Span, people: dict[int, Person]) -> Shift:
    person = people.get(span.person) if span.person else None
    return Shift(schedule, person, span.starts_at, span.ends_at, span.layer)


def _duty(row: list[Shift], horizon: datetime) -> Duty:
    now, *later = row
    following = next((shift for shift in later if shift.person and shift.person != now.person), None)
    return Duty(
        schedule=now.schedule,
        now=now,
        next=following,
        gap=next((shift for shift in row if shift.is_gap), None),
        has_end=now.ends_at < horizon,
    )

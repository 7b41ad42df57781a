"""Schedules: who is on call now, next, and in the weeks to come; layers of turns, and who stands in."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import (
    Change,
    Day,
    Id,
    Listing,
    Moment,
    Name,
    Named,
    Paging,
    Record,
    Ref,
    Whole,
    Words,
    Zone,
    among,
)
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Layer, Override, Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.people.models import Person, Team
from watchkeep.kernel import clock
from watchkeep.kernel.errors import Refused

router = Resource("On call")
UnitName = Annotated[Layer.Unit, among(Layer.Unit)]
LONGEST = timedelta(days=366)
Time = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["09:00"])]
Weekday = Annotated[Whole, Field(ge=0, le=6)]


class Window(Change):
    """Only on these days (0 is Monday), between these times."""

    days: list[Weekday] = Field(min_length=1, max_length=7)
    starts: Time
    ends: Time


class LayerOut(Record):
    """People who take turns in one order. Where two layers are open, the higher one wins."""

    id: int
    position: int
    name: str
    every: int
    unit: UnitName
    starts_on: date
    handover: str
    """The time on the wall clock by which the layer goes."""
    time_zone: str
    """The layer's own zone, so that it follows the sun; empty for the schedule's."""
    windows: list[dict[str, Any]]
    people: list[Named]
    """In the order in which they take over."""

    @classmethod
    def of(cls, layer: Layer) -> "LayerOut":
        """Show a layer whose turns and people are loaded."""
        names = ("id", "position", "name", "every", "starts_on", "windows", "time_zone")
        return cls(
            **{name: getattr(layer, name) for name in names},
            unit=Layer.Unit(layer.unit),
            handover=f"{layer.handover:%H:%M}",
            people=[Named(id=turn.person_id, name=turn.person.name) for turn in layer.turns.all()],
        )


class ScheduleOut(Record):
    """One duty that somebody has at any time."""

    id: int
    name: str
    description: str
    time_zone: str
    team: Named | None
    layers: list[LayerOut]

    @classmethod
    def of(cls, schedule: Schedule) -> "ScheduleOut":
        """Show a schedule whose layers are loaded."""
        return cls(
            id=schedule.pk,
            name=schedule.name,
            description=schedule.description,
            time_zone=schedule.time_zone,
            team=Named.of(schedule.team),
            layers=[LayerOut.of(layer) for layer in schedule.layers.all()],
        )

    def href(self) -> str:
        """Where the schedule is found."""
        return f"/api/v1/schedules/{self.id}"


class ShiftOut(Record):
    """Somebody is on duty from one instant to another; nobody is, when the person is null."""

    schedule: Named
    person: Named | None
    starts_at: datetime
    ends_at: datetime
    is_override: bool

    @classmethod
    def of(cls, shift: queries.Shift) -> "ShiftOut":
        """Show a shift."""
        return cls(
            schedule=Named(id=shift.schedule.pk, name=shift.schedule.name),
            person=Named.of(shift.person),
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            is_override=shift.is_override,
        )


class DutyOut(Record):
    """A schedule at a glance."""

    schedule: Named
    now: ShiftOut
    next: ShiftOut | None
    gap: ShiftOut | None
    """The next time at which nobody is on duty."""


class OnCallOut(Record):
    """Who is on call now and next, for every schedule."""

    items: list[DutyOut]


class ShiftsOut(Record):
    """The shifts of an interval, gaps included."""

    items: list[ShiftOut]


class QualityOut(Record):
    """How good a rota is over the next twelve weeks. Shares run from 0 to 1."""

    score: int
    """0 to 100: holes cost up to 40 points, each of the others up to 20."""
    covered: float
    """Of the time, somebody is there."""
    even: float
    """1 when all bear the same; nights, weekends and holidays weigh more."""
    daylight: float
    """Of the hours, those between 06:00 and 22:00 where whoever has them lives."""
    longest_hours: float
    """The longest time that somebody is on call without a break."""

    @classmethod
    def of(cls, quality: queries.Quality) -> "QualityOut":
        """Show a judgement."""
        return cls(
            score=quality.score,
            covered=round(quality.covered, 4),
            even=round(quality.even, 4),
            daylight=round(quality.daylight, 4),
            longest_hours=round(quality.longest.total_seconds() / 3600, 2),
        )


class OverrideOut(Record):
    """One person stands in for whoever would be on duty."""

    id: int
    person: Named
    starts_at: datetime
    ends_at: datetime
    reason: str

    @classmethod
    def of(cls, override: Override) -> "OverrideOut":
        """Show an override whose person is loaded."""
        return cls(
            id=override.pk,
            person=Named(id=override.person_id, name=override.person.name),
            starts_at=override.starts_at,
            ends_at=override.ends_at,
            reason=override.reason,
        )


class ScheduleNew(Change):
    """A duty to plan."""

    name: Name = Field(examples=["Shop, first line"])
    time_zone: Zone = "UTC"
    description: Words = ""
    team: Ref | None = None


class ScheduleEdit(ScheduleNew):
    """What changes about it."""

    name: Name = ""


class LayerNew(Change):
    """Who takes turns, how often, from when on."""

    name: Name = Field(examples=["First line"])
    people: list[Ref] = Field(min_length=1, max_length=200)
    starts_on: Day
    every: Annotated[Whole, Field(ge=1, le=366)] = 1
    unit: UnitName = Layer.Unit.WEEKS
    handover: Time = "09:00"
    time_zone: Zone | None = None
    windows: list[Window] = Field([], max_length=50)


class Interval(BaseModel):
    """From when to when: four weeks from now unless told otherwise, a year at most."""

    start: Moment | None = None
    end: Moment | None = None


class OverrideNew(Change):
    """Who stands in, and when."""

    person: Ref
    starts_at: Moment
    ends_at: Moment
    reason: Words = ""


@router.read("/on-call", OnCallOut, may=P.SEE)
def list_on_call(request: Call) -> OnCallOut:
    """Who is on call now, and who comes next."""
    board = queries.board(Schedule.objects.visible_to(request.auth))
    return OnCallOut(items=[_duty(one) for one in board])


@router.list("/schedules", ScheduleOut, may=P.SEE)
def list_schedules(request: Call, paging: Query[Paging]) -> Listing[ScheduleOut]:
    """Schedules, from A to Z."""
    return answers.listed(request, _schedules(request), ScheduleOut.of, paging, order=("name", "id"))


@router.create("/schedules", ScheduleOut, may=P.MANAGE)
def create_schedule(request: Call, body: ScheduleNew) -> ScheduleOut:
    """Begin a schedule. It is one long gap until it has a layer."""
    given = {"time_zone": "UTC"} | _with_team(request, body)
    return ScheduleOut.of(life.create_schedule(by=request.auth, **given))


@router.read("/schedules/{int:schedule}", ScheduleOut)
def get_schedule(request: Call, schedule: Id) -> ScheduleOut:
    """One schedule and its layers."""
    return ScheduleOut.of(finding.one(request, _schedules(request), schedule))


@router.edit("/schedules/{int:schedule}", ScheduleOut, may=P.MANAGE)
def change_schedule(request: Call, schedule: Id, body: ScheduleEdit) -> ScheduleOut:
    """Change what it is called, or the zone in which its hand-overs are meant."""
    row = finding.one(request, _schedules(request), schedule)
    answers.seen(request, ScheduleOut.of(row))
    stands = {name: getattr(row, name) for name in ScheduleEdit.model_fields}
    life.change_schedule(row, by=request.auth, **stands | _with_team(request, body))
    return ScheduleOut.of(row)


@router.remove("/schedules/{int:schedule}", may=P.MANAGE)
def remove_schedule(request: Call, schedule: Id) -> None:
    """Take a schedule away. Refused while a policy pages it."""
    life.remove_schedule(finding.one(request, _schedules(request), schedule), by=request.auth)


@router.read("/schedules/{int:schedule}/shifts", ShiftsOut)
def list_shifts(request: Call, schedule: Id, interval: Query[Interval]) -> ShiftsOut:
    """Who is on duty when, gaps included."""
    row = finding.one(request, _schedules(request), schedule)
    start = interval.start or clock.now()
    end = interval.end or start + timedelta(weeks=4)
    if not start < end <= start + LONGEST:
        raise Refused("The end lies after the start, and a year away at most.", field="end")
    return ShiftsOut(items=[ShiftOut.of(shift) for shift in queries.upcoming(row, start, end)])


@router.read("/schedules/{int:schedule}/quality", QualityOut)
def get_quality(request: Call, schedule: Id) -> QualityOut:
    """How good the next twelve weeks are. 409 while nobody takes turns."""
    row = finding.one(request, _schedules(request), schedule)
    found = queries.quality(row, clock.now())
    if found is None:
        raise Refused("Nobody takes turns here yet.", code="wrong_state")
    return QualityOut.of(found)


@router.verb("/schedules/{int:schedule}/layers", ScheduleOut, may=P.MANAGE)
def add_layer(request: Call, schedule: Id, body: LayerNew) -> ScheduleOut:
    """Put a layer on top: the first of these people takes over first."""
    life.add_layer(finding.one(request, _schedules(request), schedule), by=request.auth, **_turns(request, body))
    return get_schedule(request, schedule)


@router.verb("/schedules/{int:schedule}/layers/{int:layer}", ScheduleOut, may=P.MANAGE)
def change_layer(request: Call, schedule: Id, layer: Id, body: LayerNew) -> ScheduleOut:
    """Say anew how people take turns. When only the people change, whoever is on duty stays it."""
    row = finding.one(request, _schedules(request), schedule)
    life.change_layer(finding.one(request, row.layers.all(), layer), by=request.auth, **_turns(request, body))
    return get_schedule(request, schedule)


@router.remove("/schedules/{int:schedule}/layers/{int:layer}", may=P.MANAGE)
def remove_layer(request: Call, schedule: Id, layer: Id) -> None:
    """Take a layer away; what lies below shows through."""
    row = finding.one(request, _schedules(request), schedule)
    life.remove_layer(finding.one(request, row.layers.all(), layer), by=request.auth)


@router.list("/schedules/{int:schedule}/overrides", OverrideOut)
def list_overrides(request: Call, schedule: Id, paging: Query[Paging]) -> Listing[OverrideOut]:
    """Who stands in, the newest first."""
    row = finding.one(request, _schedules(request), schedule)
    return answers.listed(request, row.overrides.select_related("person"), OverrideOut.of, paging)


@router.create("/schedules/{int:schedule}/overrides", OverrideOut, may=P.OVERRIDE)
def add_override(request: Call, schedule: Id, body: OverrideNew) -> OverrideOut:
    """Let somebody stand in for whoever would be on duty."""
    row = finding.one(request, _schedules(request), schedule)
    person = answers.referred(Person.objects.visible_to(request.auth), body.person, "person")
    return OverrideOut.of(life.add_override(row, by=request.auth, **body.given() | {"person": person}))


@router.remove("/schedules/{int:schedule}/overrides/{int:override}", may=P.MANAGE)
def remove_override(request: Call, schedule: Id, override: Id) -> None:
    """Undo an override: one's own with `oncall.override`, anybody's with `oncall.manage`."""
    row = finding.one(request, _schedules(request), schedule)
    life.remove_override(finding.one(request, row.overrides.all(), override), by=request.auth)


def _schedules(request: Call) -> QuerySet[Schedule]:
    rows = Schedule.objects.visible_to(request.auth).select_related("team")
    return rows.prefetch_related("layers__turns__person")


def _with_team(request: Call, body: Change) -> dict[str, Any]:
    given = body.given()
    if "team" in given:
        given["team"] = answers.refer(Team.objects.visible_to(request.auth), given["team"], "team")
    return given


def _turns(request: Call, body: LayerNew) -> dict[str, Any]:
    people = Person.objects.visible_to(request.auth).active()
    known = people.in_bulk(body.people)
    if strange := [one for one in body.people if one not in known]:
        raise Refused(f"There is nobody with the id {strange[0]}.", field="people", code="unknown")
    rhythm = life.Rhythm(body.starts_on, time.fromisoformat(body.handover), body.every, body.unit)
    windows = [window.model_dump() for window in body.windows]
    about = {"name": body.name, "time_zone": body.time_zone or ""}
    return {**about, "people": [known[one] for one in body.people], "rhythm": rhythm, "windows": windows}


def _duty(duty: queries.Duty) -> DutyOut:
    return DutyOut(
        schedule=Named(id=duty.schedule.pk, name=duty.schedule.name),
        now=ShiftOut.of(duty.now),
        next=ShiftOut.of(duty.next) if duty.next else None,
        gap=ShiftOut.of(duty.gap) if duty.gap else None,
    )

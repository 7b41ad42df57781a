"""Cover: somebody asks one person, or a whole rota, to take a shift, or to swap two."""

from datetime import datetime
from typing import Annotated

from django.db.models import Q, QuerySet
from ninja import Query
from pydantic import BaseModel

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Id, Listing, Moment, Named, Paging, Record, Ref, Words, among
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Cover, CoverState, Schedule
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel.errors import Refused

router = Resource("On call")
CoverStateName = Annotated[CoverState, among(CoverState)]


class CoverOut(Record):
    """Somebody asks for cover; with a time in return it is a swap."""

    id: int
    schedule: Named
    person: Named
    """Whose shift it is."""
    asked: Named | None
    """Who is asked; null for the whole rota."""
    taken_by: Named | None
    starts_at: datetime
    ends_at: datetime
    back_starts_at: datetime | None
    """From when the person takes a shift of the one asked in return."""
    back_ends_at: datetime | None
    reason: str
    state: CoverStateName
    asked_at: datetime
    expires_at: datetime
    """Unanswered, it ends then."""

    @classmethod
    def of(cls, cover: Cover) -> "CoverOut":
        """Show a request whose schedule and people are loaded."""
        names = ("id", "starts_at", "ends_at", "back_starts_at", "back_ends_at", "reason", "asked_at", "expires_at")
        return cls(
            **{name: getattr(cover, name) for name in names},
            schedule=Named(id=cover.schedule_id, name=cover.schedule.name),
            person=Named(id=cover.person_id, name=cover.person.name),
            asked=Named.of(cover.asked),
            taken_by=Named.of(cover.taken_by),
            state=CoverState(cover.state),
        )

    def href(self) -> str:
        """Where the request is found."""
        return f"/api/v1/covers/{self.id}"


class CoverFilters(BaseModel):
    """Which requests."""

    state: CoverStateName | None = None
    schedule: Id | None = None


class CoverNew(Change):
    """Which shift, of whom, and who is asked."""

    schedule: Ref
    person: Ref
    """Whose shift it is: one's own, or (with `oncall.manage`) somebody else's."""
    starts_at: Moment
    ends_at: Moment
    asked: Ref | None = None
    back_starts_at: Moment | None = None
    back_ends_at: Moment | None = None
    reason: Words = ""


@router.list("/covers", CoverOut, may=P.SEE)
def list_covers(request: Call, filters: Query[CoverFilters], paging: Query[Paging]) -> Listing[CoverOut]:
    """Requests for cover, the newest first."""
    rows = Cover.objects.visible_to(request.auth).select_related("schedule", "person", "asked", "taken_by")
    return answers.listed(request, rows.filter(**filters.model_dump(exclude_none=True)), CoverOut.of, paging)


@router.create("/covers", CoverOut, may=P.SEE)
def ask_cover(request: Call, body: CoverNew) -> CoverOut:
    """Ask somebody, or the whole rota, to take a shift, or to swap it for one of theirs."""
    request.auth.need(P.SEE, "ask for cover")
    people = Person.objects.visible_to(request.auth)
    if (body.back_starts_at is None) != (body.back_ends_at is None):
        raise Refused("A shift in return has a beginning and an end.", field="back_ends_at")
    back = (body.back_starts_at, body.back_ends_at) if body.back_starts_at and body.back_ends_at else None
    made = life.ask_cover(
        answers.referred(Schedule.objects.visible_to(request.auth), body.schedule, "schedule"),
        by=request.auth,
        person=answers.referred(people, body.person, "person"),
        starts_at=body.starts_at,
        ends_at=body.ends_at,
        asked=answers.refer(people.active(), body.asked, "asked"),
        back=back,
        reason=body.reason,
    )
    return CoverOut.of(made)


@router.read("/covers/{int:cover}", CoverOut)
def get_cover(request: Call, cover: Id) -> CoverOut:
    """One request."""
    return CoverOut.of(_found(request, cover))


@router.verb("/covers/{int:cover}/accept", CoverOut)
def accept_cover(request: Call, cover: Id) -> CoverOut:
    """Take the shift, as somebody who was asked. 409 when somebody was first, or when it is no longer theirs."""
    life.accept_cover(_found(request, cover), by=request.auth)
    return get_cover(request, cover)


@router.verb("/covers/{int:cover}/refuse", CoverOut)
def refuse_cover(request: Call, cover: Id) -> CoverOut:
    """Say no, as somebody who was asked. A whole rota goes on being asked until everybody has."""
    life.refuse_cover(_found(request, cover), by=request.auth)
    return get_cover(request, cover)


@router.verb("/covers/{int:cover}/withdraw", CoverOut)
def withdraw_cover(request: Call, cover: Id) -> CoverOut:
    """It is no longer needed: said by whoever asked, or (with `oncall.manage`) for them."""
    life.withdraw_cover(_found(request, cover), by=request.auth)
    return get_cover(request, cover)


def _found(request: Call, cover: int) -> Cover:
    return finding.one(request, _concerning(request), cover)


def _concerning(request: Call) -> QuerySet[Cover]:
    """Those that the caller sees: all for who sees rotas, and whatever concerns them."""
    me, seen = request.auth.person, Cover.objects.visible_to(request.auth).values("pk")
    rows = (
        Cover.objects.filter(Q(pk__in=seen) | Q(person=me) | Q(asked=me)) if me else Cover.objects.filter(pk__in=seen)
    )
    return rows.select_related("schedule", "person", "asked", "taken_by")

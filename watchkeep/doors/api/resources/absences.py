"""Absences: when people are away. Pages pass over them, and the rotas can be asked to take what that leaves open."""

from datetime import date
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import BaseModel

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Day, Flag, Id, Listing, Named, Paging, Record, Ref, Words, among
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Absence
from watchkeep.duty.oncall.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel.errors import Refused

router = Resource("On call")
AbsenceKind = Annotated[Absence.Kind, among(Absence.Kind)]


class AbsenceOut(Record):
    """Somebody is away from the beginning of one day to the end of another, by the clock where they live."""

    id: int
    person: Named
    starts_on: date
    ends_on: date
    kind: AbsenceKind | None
    """Why; told only to themselves and to who plans."""
    note: str
    """The same."""

    @classmethod
    def seen_by(cls, absence: Absence, request: Call) -> "AbsenceOut":
        """Show an absence whose person is loaded."""
        knows = request.auth.person == absence.person_id or request.auth.may(P.MANAGE)
        return cls(
            id=absence.pk,
            person=Named(id=absence.person_id, name=absence.person.name),
            starts_on=absence.starts_on,
            ends_on=absence.ends_on,
            kind=Absence.Kind(absence.kind) if knows else None,
            note=absence.note if knows else "",
        )

    def href(self) -> str:
        """Where the absence is found."""
        return f"/api/v1/absences/{self.id}"


class AbsenceFilters(BaseModel):
    """Whose, and which days."""

    person: Id | None = None
    day: date | None = None
    """Who is away on this day."""


class AbsenceNew(Change):
    """From the first day to the last."""

    starts_on: Day
    ends_on: Day
    person: Ref | None = None
    """Oneself when left out; somebody else takes `oncall.manage`."""
    kind: AbsenceKind = Absence.Kind.VACATION
    note: Words = ""
    ask: Flag = False
    """Ask each rota at once about the shifts that this leaves uncovered."""


@router.list("/absences", AbsenceOut)
def list_absences(request: Call, filters: Query[AbsenceFilters], paging: Query[Paging]) -> Listing[AbsenceOut]:
    """Who is away: everybody for who sees rotas, oneself otherwise."""
    rows = _visible(request)
    if filters.person:
        rows = rows.filter(person=filters.person)
    if filters.day:
        rows = rows.filter(starts_on__lte=filters.day, ends_on__gte=filters.day)
    return answers.listed(
        request, rows, lambda one: AbsenceOut.seen_by(one, request), paging, order=("starts_on", "id")
    )


@router.create("/absences", AbsenceOut)
def add_absence(request: Call, body: AbsenceNew) -> AbsenceOut:
    """Be away. Pages pass over whoever is away."""
    people = Person.objects.visible_to(request.auth) if request.auth.person != body.person else Person.objects.all()
    person = answers.refer(people, body.person, "person") or Person.objects.filter(pk=request.auth.person or 0).first()
    if person is None:
        raise Refused("Say who is away.", field="person", code="missing")
    given: dict[str, Any] = {name: getattr(body, name) for name in ("starts_on", "ends_on", "kind", "note", "ask")}
    return AbsenceOut.seen_by(life.add_absence(person, by=request.auth, **given), request)


@router.read("/absences/{int:absence}", AbsenceOut)
def get_absence(request: Call, absence: Id) -> AbsenceOut:
    """One absence."""
    return AbsenceOut.seen_by(finding.one(request, _visible(request), absence), request)


@router.remove("/absences/{int:absence}")
def remove_absence(request: Call, absence: Id) -> None:
    """Be there after all. Who took a shift meanwhile keeps it."""
    life.remove_absence(finding.one(request, _visible(request), absence), by=request.auth)


def _visible(request: Call) -> QuerySet[Absence]:
    return Absence.objects.visible_to(request.auth).select_related("person")

"""Business hours: a week, a zone, and the days on which nobody is there."""

from datetime import date
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Day, Id, Line, Listing, Paging, Record
from watchkeep.estate.calendars import life
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.calendars.permissions import P

router = Resource("Business hours")
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"\S", examples=["Office"])]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-4]):[0-5][0-9]$", examples=["09:00"])]
Opening = Annotated[list[Clock], Field(min_length=2, max_length=2)]
Week = dict[Weekday, Annotated[list[Opening], Field(max_length=24)]]
Country = Annotated[str, Field(max_length=2, examples=["DE"])]
Region = Annotated[str, Field(max_length=10, examples=["HH"])]


class HoursOut(Record):
    """The hours in which somebody is there to work."""

    id: int
    name: str
    time_zone: str
    week: dict[str, list[list[str]]]
    """By day, the times at which it opens and closes."""
    holidays_country: str
    holidays_subdivision: str
    closed_on: list[date]

    @classmethod
    def of(cls, hours: BusinessHours) -> "HoursOut":
        """Show business hours."""
        names = ("name", "time_zone", "week", "holidays_country", "holidays_subdivision", "closed_on")
        return cls(id=hours.pk, **{name: getattr(hours, name) for name in names})

    def href(self) -> str:
        """Where the hours are found."""
        return f"/api/v1/hours/{self.id}"


class HoursNew(Change):
    """Hours to work in: Monday to Friday, nine to five, unless told otherwise."""

    name: Name
    time_zone: Line = "UTC"
    week: Week = Field({}, examples=[{"mon": [["09:00", "17:00"]]}])
    holidays_country: Country = ""
    holidays_subdivision: Region = ""
    closed_on: list[Day] = Field([], max_length=1000)


class HoursEdit(Change):
    """What changes about them."""

    name: Name = ""
    time_zone: Line = "UTC"
    week: Week = {}
    holidays_country: Country = ""
    holidays_subdivision: Region = ""
    closed_on: list[Day] = Field([], max_length=1000)


@router.list("", HoursOut)
def list_hours(request: Call, paging: Query[Paging]) -> Listing[HoursOut]:
    """Business hours, from A to Z."""
    return answers.listed(request, BusinessHours.objects.all(), HoursOut.of, paging, order=("name", "id"))


@router.create("", HoursOut, may=P.MANAGE)
def add_hours(request: Call, body: HoursNew) -> HoursOut:
    """Make business hours."""
    return HoursOut.of(life.add_hours(by=request.auth, **body.given()))


@router.read("/{int:hours}", HoursOut)
def get_hours(request: Call, hours: Id) -> HoursOut:
    """One set of business hours."""
    return HoursOut.of(finding.one(request, BusinessHours.objects.all(), hours))


@router.edit("/{int:hours}", HoursOut, may=P.MANAGE)
def edit_hours(request: Call, hours: Id, body: HoursEdit) -> HoursOut:
    """Change business hours. Whatever is reckoned in them is reckoned anew."""
    row = finding.one(request, BusinessHours.objects.all(), hours)
    answers.seen(request, HoursOut.of(row))
    life.edit_hours(row, by=request.auth, **body.given())
    return HoursOut.of(row)


@router.remove("/{int:hours}", may=P.MANAGE)
def remove_hours(request: Call, hours: Id) -> None:
    """Remove business hours that nothing uses."""
    life.remove_hours(finding.one(request, BusinessHours.objects.all(), hours), by=request.auth)

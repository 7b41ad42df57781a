"""Severities: what each means, with examples, what it demands, and who may declare it."""

from typing import Annotated

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Listing, Paging, Record, among
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import SeverityDefinition
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets.permissions import P as Tickets

router = Resource("Severities")
Declarer = Annotated[SeverityDefinition.Declarer, among(SeverityDefinition.Declarer)]
Level = Annotated[int, Field(ge=1, le=4, description="1 is the worst, 4 the least.")]
Meaning = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
_FIELDS = ("level", "name", "definition", "examples", "demands")


class SeverityOut(Record):
    """What a severity means in this organisation."""

    level: int
    name: str
    definition: str
    examples: str
    demands: str
    permission: Declarer
    """The permission that declaring it takes."""

    @classmethod
    def of(cls, one: SeverityDefinition) -> "SeverityOut":
        """Show a severity."""
        kept = {name: getattr(one, name) for name in _FIELDS}
        return cls(**kept, permission=SeverityDefinition.Declarer(one.permission))


class SeverityEdit(Change):
    """What changes about it."""

    name: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")] = "Major"
    definition: Meaning = "A service is hurt."
    examples: Annotated[str, Field(max_length=2000)] = ""
    demands: Annotated[str, Field(max_length=1000)] = ""
    permission: Declarer = SeverityDefinition.Declarer.MAJOR


@router.list("", SeverityOut, may=Tickets.SEE)
def list_severities(request: Call, paging: Query[Paging]) -> Listing[SeverityOut]:
    """The severities, the worst first."""
    return answers.listed(request, _severities(request), SeverityOut.of, paging, order=("level",))


@router.read("/{int:level}", SeverityOut)
def get_severity(request: Call, level: Level) -> SeverityOut:
    """One severity."""
    return SeverityOut.of(get_object_or_404(_severities(request), level=level))


@router.edit("/{int:level}", SeverityOut, may=P.CONFIGURE)
def define_severity(request: Call, level: Level, body: SeverityEdit) -> SeverityOut:
    """Say it in other words, or let others declare it."""
    answers.seen(request, get_severity(request, level))
    row = get_object_or_404(_severities(request).select_for_update(), level=level)
    given = {name: str(value) for name, value in body.given().items()}
    life.define_severity(row, by=request.auth, **given)
    return get_severity(request, level)


def _severities(request: Call) -> QuerySet[SeverityDefinition]:
    return SeverityDefinition.objects.all() if request.auth.may(Tickets.SEE) else SeverityDefinition.objects.none()

"""Saved views: questions to the queue that people come back to, one's own and shared ones."""

from typing import Annotated

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.shapes import Change, Flag, Id, Listing, Paging, Record
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets import life, queries
from watchkeep.work.tickets.models import SavedView
from watchkeep.work.tickets.permissions import P

router = Resource("Saved views")
SLA = "sla"
ViewName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S", examples=["Mine, burning"])]
Values = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=50)]
Question = Annotated[dict[str, Values], Field(max_length=20, examples=[{"assignee": ["me"], "priority": ["1", "2"]}])]


class ViewOut(Record):
    """A question to the queue under a name. `filters` holds what the address of the queue says."""

    id: int
    name: str
    filters: dict[str, list[str]]
    is_shared: bool
    position: int
    is_mine: bool


class ViewNew(Change):
    """A view to keep: for yourself, or for everybody. Your own view of the same name is replaced."""

    name: ViewName
    filters: Question
    is_shared: Flag = False
    position: Annotated[int, Field(strict=True, ge=0, le=32_767)] = 100


@router.list("", ViewOut)
def list_views(request: Call, paging: Query[Paging]) -> Listing[ViewOut]:
    """Your own views and those that everybody sees. How many tickets each has is asked of the queue."""
    return answers.listed(request, _seen(request), lambda row: _shown(row, request), paging, order=("id",))


@router.create("", ViewOut, may=P.VIEWS)
def save_view(request: Call, body: ViewNew) -> ViewOut:
    """Keep a question under a name. To share it takes `view.share`."""
    view = life.save_view(
        by=request.auth, name=body.name, filters=_question(body.filters), is_shared=body.is_shared,
        position=body.position,
    )  # fmt: skip
    return _shown(view, request)


@router.read("/{int:saved_view}", ViewOut)
def get_view(request: Call, saved_view: Id) -> ViewOut:
    """One saved view."""
    return _shown(finding.one(request, _seen(request), saved_view), request)


@router.remove("/{int:saved_view}", may=P.VIEWS)
def drop_view(request: Call, saved_view: Id) -> None:
    """Forget a view: your own, or a shared one if you may share."""
    life.drop_view(finding.one(request, _seen(request), saved_view), by=request.auth)


def _seen(request: Call) -> QuerySet[SavedView]:
    return SavedView.objects.visible_to(request.auth)


def _shown(view: SavedView, request: Call) -> ViewOut:
    names = ("name", "filters", "is_shared", "position")
    mine = view.owner_id is not None and view.owner_id == request.auth.person
    return ViewOut(id=view.pk, is_mine=mine, **{name: getattr(view, name) for name in names})


def _question(given: dict[str, list[str]]) -> dict[str, list[str]]:
    """The filters as the queue understands them. Refused (field ``filters``) for a name or a value that it does not."""
    asked = {name: values for name, values in given.items() if name != SLA}
    sla = {SLA: given[SLA]} if given.get(SLA) in (["risk"], ["breached"]) else {}
    try:
        known = queries.Filters.read(asked).as_query() | sla
    except Refused as no:
        raise Refused(no.message, field="filters", code="wrong_value") from None
    if lost := {name for name, values in given.items() if any(values)} - known.keys():
        words = f"The queue does not know {min(lost)[:40]}, or not with this value."
        raise Refused(words, field="filters", code="unknown")
    return known

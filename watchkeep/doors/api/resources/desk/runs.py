"""Changes of many tickets: asked for, watched, taken back."""

from datetime import datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.desk.orders import Ordered, shown
from watchkeep.doors.api.resources.incidents.finding import Number
from watchkeep.doors.api.shapes import Change, Id, Listing, Paging, Record, among
from watchkeep.work.desk import life, queries
from watchkeep.work.desk.models import Outcome, Run, RunItem
from watchkeep.work.desk.permissions import P
from watchkeep.work.tickets.models import Ticket

router = Resource("Bulk runs")
OutcomeName = Annotated[Outcome, among(Outcome)]


class BulkRunOut(Record):
    """A change of many tickets, and how far it is."""

    id: int
    order: dict[str, Any]
    total: int
    done: int
    changed: int
    refused: int
    is_under_way: bool
    may_be_undone: bool
    asked_at: datetime
    ended_at: datetime | None
    undone_at: datetime | None

    @classmethod
    def of(cls, run: Run) -> "BulkRunOut":
        """Show a run; one query for its progress."""
        counted = queries.progress_of(run)
        names = ("total", "is_under_way", "may_be_undone", "asked_at", "ended_at", "undone_at")
        return cls(
            id=run.pk, order=shown(run.does), done=counted.done, changed=counted.changed, refused=counted.refused,
            **{name: getattr(run, name) for name in names},
        )  # fmt: skip

    def href(self) -> str:
        """Where the run is found."""
        return f"/api/v1/bulk-runs/{self.id}"


class BulkRunRow(Record):
    """A run as a line."""

    id: int
    total: int
    is_under_way: bool
    asked_at: datetime
    ended_at: datetime | None
    undone_at: datetime | None

    @classmethod
    def of(cls, run: Run) -> "BulkRunRow":
        """Show a run without counting."""
        return cls(id=run.pk, **{name: getattr(run, name) for name in cls.model_fields if name != "id"})


class BulkItemOut(Record):
    """What became of one ticket."""

    number: str
    outcome: OutcomeName
    says: str
    """Why not, where it was refused or left."""

    @classmethod
    def of(cls, item: RunItem) -> "BulkItemOut":
        """Show an item whose ticket is loaded."""
        return cls(number=item.ticket.number, outcome=Outcome(item.outcome), says=item.says)


class BulkRunNew(Change):
    """Which tickets, and what shall happen to each."""

    tickets: list[Number] = Field(min_length=1, max_length=life.MOST)
    order: Ordered = Field(examples=[{"add_tags": ["storm"]}])


@router.list("", BulkRunRow)
def list_bulk_runs(request: Call, paging: Query[Paging]) -> Listing[BulkRunRow]:
    """Your runs, the newest first."""
    return answers.listed(request, _runs(request), BulkRunRow.of, paging)


@router.create("", BulkRunOut, may=P.CHANGE_MANY)
def start_bulk_run(request: Call, body: BulkRunNew) -> BulkRunOut:
    """Ask for a change of many tickets. It begins at once, in the background, with your permissions on each ticket."""
    rows = Ticket.objects.visible_to(request.auth).filter(number__in=body.tickets)
    return BulkRunOut.of(life.ask(rows.values_list("pk", flat=True), body.order.order(), by=request.auth))


@router.read("/{int:bulk_run}", BulkRunOut)
def get_bulk_run(request: Call, bulk_run: Id) -> BulkRunOut:
    """How far a run of yours is."""
    return BulkRunOut.of(finding.one(request, _runs(request), bulk_run))


@router.list("/{int:bulk_run}/items", BulkItemOut)
def list_bulk_items(request: Call, bulk_run: Id, paging: Query[Paging]) -> Listing[BulkItemOut]:
    """What became of each ticket."""
    items = RunItem.objects.filter(run=finding.one(request, _runs(request), bulk_run)).select_related("ticket")
    return answers.listed(request, items, BulkItemOut.of, paging, order=("id",))


@router.verb("/{int:bulk_run}/undo", BulkRunOut, may=P.CHANGE_MANY)
def undo_bulk_run(request: Call, bulk_run: Id) -> BulkRunOut:
    """Take a whole run back, within an hour of its end: each field that still holds what it set."""
    run = finding.one(request, _runs(request), bulk_run)
    life.undo(run, by=request.auth)
    return BulkRunOut.of(run)


def _runs(request: Call) -> QuerySet[Run]:
    return Run.objects.visible_to(request.auth)

"""Which things are one: by which marks each is recognised, what people said, and what tells nothing apart."""

from datetime import datetime
from typing import Annotated, Self

from django.db.models import QuerySet
from ninja import Query
from pydantic import Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.items import SHOWN as SHOWN_OF_ITEM
from watchkeep.doors.api.resources.items import ItemOut
from watchkeep.doors.api.shapes import Change, Id, Listing, Paging, Record, Ref, Whole, among
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Ending, MarkKind, Notice, Placeholder, Trace, Verdict
from watchkeep.estate.discovery.permissions import P

router = Resource("Matching")
KindOfMark = Annotated[MarkKind, among(MarkKind)]
KindOfEnd = Annotated[Ending, among(Ending)]


class TraceOut(Record):
    """What one source once said of a thing that tells it apart. It never changes."""

    id: int
    item: int
    """Where what was told under these marks is kept."""
    source: str
    name: str
    first_at: datetime
    last_at: datetime
    marks: list[dict[str, str]]
    """Each a kind and a value."""
    why: str
    """The kind of mark by which it came to the others; empty for what was new, or where a person said so."""
    confidence: int
    """In percent."""


class VerdictOut(Record):
    """Somebody said of two traces that they are of one thing, or of two."""

    id: int
    one: int
    other: int
    is_same: bool
    at: datetime

    @classmethod
    def of(cls, row: Verdict) -> Self:
        """Show what was said."""
        return cls(id=row.pk, one=row.one_id, other=row.other_id, is_same=row.is_same, at=row.at)


class MergeTold(Change):
    """Which item is the same thing."""

    other_item: Ref


class PlaceholderOut(Record):
    """A value that tells nothing apart, besides those that are bundled."""

    id: int
    kind: KindOfMark
    value: str
    at: datetime

    @classmethod
    def of(cls, row: Placeholder) -> Self:
        """Show a placeholder."""
        return cls(id=row.pk, kind=MarkKind(row.kind), value=row.value, at=row.at)

    def href(self) -> str:
        """Where the placeholder is found."""
        return f"/api/v1/placeholders/{self.id}"


class PlaceholderNew(Change):
    """A value that tells nothing apart."""

    kind: KindOfMark
    value: Annotated[str, Field(min_length=1, max_length=320, pattern=r"\S", examples=["dell/12345"])]
    """As traces show it."""


class EndNoticeOut(Record):
    """So many days before an end whoever owns the thing hears of it, each day once; empty: never."""

    kind: KindOfEnd
    days: list[int]

    @classmethod
    def of(cls, row: Notice) -> Self:
        """Show when an end is told."""
        return cls(kind=Ending(row.kind), days=row.days)


class EndNoticeTold(Change):
    """So many days before which end it is told."""

    kind: KindOfEnd
    days: Annotated[list[Annotated[Whole, Field(ge=0, le=730)]], Field(max_length=12, examples=[[30, 7]])]


@router.list("/items/{int:item}/traces", TraceOut, may=P.SEE)
def list_item_traces(request: Call, item: Id) -> Listing[TraceOut]:
    """What tells an item apart, told of it or of those that it stands for, the oldest first; at most 100."""
    one = _item(request, item)
    request.auth.need(P.SEE)
    shown = [
        TraceOut(
            id=trace.pk, item=trace.item_id or one.pk, source=trace.source.slug, name=trace.name,
            first_at=trace.first_at, last_at=trace.last_at, why=trace.why_kind, confidence=trace.confidence,
            marks=[{"kind": kind, "value": value} for kind, value in marks],
        )
        for trace, marks in queries.marked(one.pk)
    ]  # fmt: skip
    return Listing(items=shown, next=None, previous=None)


@router.verb("/items/{int:item}/merge", ItemOut, may=P.JUDGE)
def merge_item(request: Call, item: Id, body: MergeTold) -> ItemOut:
    """These two are one thing: the older one stands for both, and is answered. Nothing is lost; it can be split."""
    rows = Item.objects.visible_to(request.auth)
    one, other = _item(request, item), answers.referred(rows, body.other_item, "other_item")
    life.merge(one, other, by=request.auth)
    home = rows.select_related(*SHOWN_OF_ITEM).get(pk=queries.standing_for(one.pk))
    return ItemOut.to(request.auth)(home)


@router.verb("/traces/{int:trace}/split", None, may=P.JUDGE)
def split_trace(request: Call, trace: Id) -> None:
    """What was told under this trace is of another thing than what else was told of its item."""
    life.split(finding.one(request, _traces(request), trace), by=request.auth)


@router.list("/items/{int:item}/verdicts", VerdictOut, may=P.SEE)
def list_item_verdicts(request: Call, item: Id) -> Listing[VerdictOut]:
    """What people said of an item's traces, the latest first; at most 100."""
    one = _item(request, item)
    request.auth.need(P.SEE)
    return Listing(items=[VerdictOut.of(row) for row in queries.verdicts_on(one.pk)], next=None, previous=None)


@router.verb("/verdicts/{int:verdict}/take-back", None, may=P.JUDGE)
def take_verdict_back(request: Call, verdict: Id) -> None:
    """What was said of two traces holds no more: the marks decide again."""
    rows = Verdict.objects.all() if request.auth.may(P.SEE) else Verdict.objects.none()
    life.take_back(finding.one(request, rows, verdict), by=request.auth)


@router.list("/placeholders", PlaceholderOut, may=P.SEE)
def list_placeholders(request: Call, paging: Query[Paging]) -> Listing[PlaceholderOut]:
    """Values that tell nothing apart, besides those that are bundled; the newest first."""
    return answers.listed(request, _placeholders(request), PlaceholderOut.of, paging)


@router.create("/placeholders", PlaceholderOut, may=P.CONFIGURE)
def add_placeholder(request: Call, body: PlaceholderNew) -> PlaceholderOut:
    """This value tells nothing apart. What was matched by it is judged again, as if that had always been known."""
    return PlaceholderOut.of(life.add_placeholder(by=request.auth, kind=body.kind, value=body.value))


@router.read("/placeholders/{int:placeholder}", PlaceholderOut)
def get_placeholder(request: Call, placeholder: Id) -> PlaceholderOut:
    """One placeholder."""
    return PlaceholderOut.of(finding.one(request, _placeholders(request), placeholder))


@router.remove("/placeholders/{int:placeholder}", may=P.CONFIGURE)
def remove_placeholder(request: Call, placeholder: Id) -> None:
    """It tells things apart after all. What bears it is judged again."""
    life.remove_placeholder(finding.one(request, _placeholders(request), placeholder), by=request.auth)


@router.list("/end-notices", EndNoticeOut, may=P.SEE)
def list_end_notices(request: Call, paging: Query[Paging]) -> Listing[EndNoticeOut]:
    """How many days before which ends they are told."""
    return answers.listed(request, queries.notices(), EndNoticeOut.of, paging, order=("kind", "id"))


@router.verb("/end-notices", EndNoticeOut, may=P.CONFIGURE)
def set_end_notice(request: Call, body: EndNoticeTold) -> EndNoticeOut:
    """Say how many days before an end somebody hears of it."""
    life.set_notice(by=request.auth, kind=body.kind, days=body.days)
    return EndNoticeOut.of(queries.notices().get(kind=body.kind))


def _item(request: Call, key: int) -> Item:
    return finding.one(request, Item.objects.visible_to(request.auth), key)


def _traces(request: Call) -> QuerySet[Trace]:
    rows = Trace.objects.exclude(item=None)
    return rows if request.auth.may(P.SEE) else rows.none()


def _placeholders(request: Call) -> QuerySet[Placeholder]:
    rows = queries.placeholders().order_by("-id")
    return rows if request.auth.may(P.SEE) else rows.none()

"""Items by the file: imported from CSV, NetBox, GLPI and Snipe-IT, tried out first; and exported."""

from datetime import datetime
from typing import Annotated, Self

from django.http.response import HttpResponseBase
from ninja import File, Form, Query
from ninja.files import UploadedFile
from pydantic import BaseModel, Field

from watchkeep.doors.api import answers, finding
from watchkeep.doors.api.callers import Call
from watchkeep.doors.api.resource import Resource
from watchkeep.doors.api.resources.items import ItemFilters, asked_for
from watchkeep.doors.api.shapes import Change, Id, Listing, Paging, Record
from watchkeep.doors.ui.tables import refused_lines, streamed
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import ItemFile
from watchkeep.estate.assets.permissions import P

imports = Resource("Item imports")
exports = Resource("Items")
Column = Annotated[str, Field(max_length=300)]
MOST_SHOWN = 100


class ItemImportRefusal(BaseModel):
    """A line that cannot be taken in, and why."""

    line: int
    field: str
    reason: str


class ItemImportOut(Record):
    """A file that was handed in, and what became of its lines once it was taken in. Each sees their own."""

    id: int
    name: str
    format: str
    columns: list[str]
    lines: int
    mapping: dict[str, str]
    """What each column holds; what is not named is left out. Attributes are `values.` and their name."""
    at: datetime
    done_at: datetime | None
    """When it was taken in; null before."""
    added: int
    changed: int
    same: int
    refused: int

    @classmethod
    def of(cls, row: ItemFile) -> Self:
        """Show a file."""
        header, lines = queries.table(row.text)
        names = ("name", "format", "mapping", "at", "done_at", "added", "changed", "same")
        plain = {name: getattr(row, name) for name in names}
        return cls(id=row.pk, columns=header, lines=len(lines), refused=len(row.refused), **plain)

    def href(self) -> str:
        """Where the file is found."""
        return f"/api/v1/item-imports/{self.id}"


class ItemImportLine(Record):
    """A file as a list shows it."""

    id: int
    name: str
    format: str
    at: datetime
    done_at: datetime | None
    added: int
    changed: int
    same: int

    @classmethod
    def of(cls, row: ItemFile) -> Self:
        """Show a file without what is in it."""
        names = ("name", "format", "at", "done_at", "added", "changed", "same")
        return cls(id=row.pk, **{name: getattr(row, name) for name in names})


class ItemImportOutcome(Record):
    """What would become of each line."""

    added: int
    changed: int
    same: int
    refused: int
    reasons: list[ItemImportRefusal]
    """Of the first hundred that are refused."""

    @classmethod
    def of(cls, outcome: life.Outcome) -> Self:
        """Show what would come of a file."""
        reasons = [
            ItemImportRefusal(line=line, field=field, reason=str(why))
            for line, field, why in outcome.refused[:MOST_SHOWN]
        ]
        numbers = {"added": outcome.added, "changed": outcome.changed, "same": outcome.same}
        return cls(refused=len(outcome.refused), reasons=reasons, **numbers)


class ItemImportMapping(Change):
    """What each column holds, by its title."""

    mapping: Annotated[dict[Column, Column], Field(max_length=300)]


@imports.list("", ItemImportLine, may=P.MANAGE)
def list_item_imports(request: Call, paging: Query[Paging]) -> Listing[ItemImportLine]:
    """The files that one has handed in, the newest first."""
    rows = ItemFile.objects.visible_to(request.auth).defer("text", "refused")
    return answers.listed(request, rows, ItemImportLine.of, paging)


@imports.create("", ItemImportOut, may=P.MANAGE)
def hand_item_file_in(request: Call, file: File[UploadedFile], format: Form[str] = "items") -> ItemImportOut:  # noqa: A002  # the word of the field
    """Hand a file in, at most 10,000 lines of CSV or an API's JSON. What its columns hold is guessed from their titles.

    `format`: items, relations, or the sort of export of NetBox, GLPI or Snipe-IT. Nothing is taken in yet.
    """
    raw = file.read(queries.MOST_BYTES + 1)
    return ItemImportOut.of(life.hand_in(by=request.auth, name=file.name or "file", raw=raw, format=format))


@imports.read("/{int:item_import}", ItemImportOut)
def get_item_import(request: Call, item_import: Id) -> ItemImportOut:
    """One file."""
    return ItemImportOut.of(_find(request, item_import))


@imports.edit("/{int:item_import}", ItemImportOut, may=P.MANAGE)
def map_item_import(request: Call, item_import: Id, body: ItemImportMapping) -> ItemImportOut:
    """Say what each column holds. A title or a field that is not there is left out."""
    row = _find(request, item_import)
    answers.seen(request, ItemImportOut.of(row))
    life.map_columns(row, by=request.auth, mapping=body.mapping)
    return ItemImportOut.of(row)


@imports.verb("/{int:item_import}/try", ItemImportOutcome, may=P.MANAGE)
def try_item_import(request: Call, item_import: Id) -> ItemImportOutcome:
    """What would become of each line. Nothing stays."""
    row = _find(request, item_import)
    request.auth.need(P.MANAGE)
    return ItemImportOutcome.of(life.try_out(row, by=request.auth))


@imports.verb("/{int:item_import}/take-in", ItemImportOut, may=P.MANAGE)
def take_item_import_in(request: Call, item_import: Id) -> ItemImportOut:
    """Take in what can be; what cannot is refused line by line. Whole, or not at all."""
    life.take_in(_find(request, item_import), by=request.auth)
    return ItemImportOut.of(_find(request, item_import))


@imports.download("/{int:item_import}/refused", types=("text/csv",))
def download_refused_item_lines(request: Call, item_import: Id) -> HttpResponseBase:
    """Return the lines that were refused, each with its reason, as CSV that can be mended and handed in again."""
    row = _find(request, item_import)
    header, lines = queries.table(row.text)
    found = [(number, number, name, why) for number, name, why in row.refused]
    return refused_lines(row.pk, header, lines, ("Line", "Field", "Reason"), found)


@exports.download("/export.csv", may=P.SEE, types=("text/csv",))
def export_items(request: Call, filters: Query[ItemFilters]) -> HttpResponseBase:
    """Return the items as CSV, one a line, streamed. It can be imported again."""
    return streamed("items.csv", queries.items_as_csv(asked_for(request, filters), request.auth))


@exports.download("/relations.csv", may=P.SEE, types=("text/csv",))
def export_relations(request: Call, filters: Query[ItemFilters]) -> HttpResponseBase:
    """Return the relations that begin at these items and hold now as CSV, streamed."""
    return streamed("relations.csv", queries.relations_as_csv(asked_for(request, filters)))


def _find(request: Call, key: int) -> ItemFile:
    row: ItemFile = finding.one(request, ItemFile.objects.visible_to(request.auth), key)
    return row

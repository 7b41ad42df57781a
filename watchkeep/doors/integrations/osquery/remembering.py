"""What a machine has told so far, table by table: the parts come one by one, and an inventory is all of them.

A row is a tuple of texts in the order of its query's columns, and a table a sorted set of them, so that the same said
otherwise is the same.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from watchkeep.doors.integrations.inventory.glpi import text
from watchkeep.doors.integrations.osquery.asking import QUERIES
from watchkeep.doors.integrations.osquery.shapes import Line

MOST_ROWS = 20_000
LONGEST = 400
Row = tuple[str, ...]


class Memory(msgspec.Struct):
    """Tables, and by which first look (epoch and second) those began that come as differences."""

    tables: dict[str, set[Row]] = {}
    begun: dict[str, str] = {}


class _Kept(msgspec.Struct):
    tables: dict[str, list[Row]] = {}
    begun: dict[str, str] = {}


def remembered(kept: bytes) -> Memory:
    """What was packed."""
    if not kept:
        return Memory()
    known = msgspec.json.decode(zlib.decompress(kept), type=_Kept)
    return Memory({name: {*rows} for name, rows in known.tables.items()}, known.begun)


def packed(memory: Memory) -> bytes:
    """The same memory is packed to the same bytes."""
    tables = {name: sorted(rows)[:MOST_ROWS] for name, rows in sorted(memory.tables.items())}
    return zlib.compress(msgspec.json.encode(_Kept(tables, dict(sorted(memory.begun.items())))), 1)


def replace(memory: Memory, tables: Mapping[str, Iterable[dict[str, Any]]]) -> None:
    """This is all that these tables hold now. Nobody signed in says nothing of who was last."""
    for name, rows in tables.items():
        if (told := _rows(name, rows)) or name != "users":
            memory.tables[name] = told


def follow(memory: Memory, lines: Iterable[Line]) -> None:
    """What lines of the log say, in order."""
    for line in lines:
        if line.snapshot is not None:
            replace(memory, {line.name: line.snapshot})
        else:
            _change(memory, line)


def _change(memory: Memory, line: Line) -> None:
    came, went = _difference(line)
    start = f"{line.epoch}/{line.unix_time}"
    if str(line.counter) == "0" and memory.begun.get(line.name) != start:
        memory.tables[line.name] = set()
        memory.begun[line.name] = start
    before = memory.tables.get(line.name, set())
    memory.tables[line.name] = (before - _rows(line.name, went)) | _rows(line.name, came)


def _difference(line: Line) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    if line.columns is not None:
        return ([], [line.columns]) if line.action == "removed" else ([line.columns], [])
    came, went = ((line.diff or {}).get(side, "") for side in ("added", "removed"))
    return ([] if isinstance(came, str) else came), ([] if isinstance(went, str) else went)


def _rows(name: str, rows: Iterable[dict[str, Any]]) -> set[Row]:
    columns = QUERIES[name].columns
    return {tuple(text(row, column)[:LONGEST] for column in columns) for row in rows}

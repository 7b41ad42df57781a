"""What is known of an item, as lines that people read: each value, and why it stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from watchkeep.doors.ui import formats
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import TOLD_COLUMNS, AttributeKind, Change, Item, ItemClass, State
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.suppliers.models import Contract, Supplier
from watchkeep.kernel.actors import CLOCK

POINTING = {
    "owner_person": Person, "owner_team": Team, "user": Person, "location": Item, "cls": ItemClass,
    "supplier": Supplier, "contract": Contract,
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One attribute: what it is called, what it is, and why."""

    name: str
    label: str
    value: str
    why: queries.Provenance | None = None
    others: list[tuple[str, str]] = field(default_factory=list)
    pinned_by: str = ""


@dataclass(frozen=True)
class Step:
    """One change in an item's history."""

    change: Change
    label: str
    before: str
    after: str
    who: str


def lines(item: Item) -> list[Line]:
    """Everything that has a value: what every item has first, then by class, then what nothing describes."""
    described, why = queries.described(item.cls), queries.provenance(item)
    told = {name: getattr(item, name) for name in TOLD_COLUMNS if name != "name"}
    values = {**{name: value for name, value in told.items() if value}, **_sorted(item.values, described)}
    names = called(one.pinned_by for one in why.values() if one.pinned_by)
    return [_line(name, value, described, why.get(name), names) for name, value in values.items()]


def steps(changes: Iterable[Change], described: Mapping[str, Mapping[str, Any]]) -> list[Step]:
    """Changes as they are read. So many queries, however many changes."""
    rows = list(changes)
    names, people = _named(rows), called(row.by for row in rows if row.by)
    return [
        Step(
            row, label(row.attribute, described), _said(row, row.before, described, names),
            _said(row, row.after, described, names), row.source.name if row.source else people.get(row.by, row.by),
        )
        for row in rows
    ]  # fmt: skip


def label(name: str, described: Mapping[str, Mapping[str, Any]]) -> str:
    """What an attribute or a column is called."""
    if name in described:
        return str(described[name]["label"])
    columns = {one.name: one for one in Item._meta.concrete_fields}  # noqa: SLF001  # Django's documented way to the fields
    words = str(columns[name].verbose_name) if name in columns else name.replace("_", " ")
    return words[:1].upper() + words[1:]


def spoken(value: Any, kind: str = "", unit: str = "") -> str:
    """A value in words."""
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case list():
            return ", ".join(spoken(one, kind) for one in value)
        case int() | float():
            return _amount(value) if kind == AttributeKind.BYTES else f"{formats.number(value)} {unit}".strip()
        case str() if kind == AttributeKind.DATE:
            return date_format(date.fromisoformat(value), "j M Y")
        case _:
            return "" if value is None else str(value)


def called(keys: Iterable[str]) -> dict[str, str]:
    """The names of actors by their keys; parts of Watchkeep are Watchkeep."""
    ids = {key: int(key.partition(":")[2]) for key in keys if key.startswith("person:")}
    names = dict(Person.objects.filter(pk__in=ids.values()).values_list("pk", "name"))
    return {CLOCK.key: CLOCK.name} | {key: names[pk] for key, pk in ids.items() if pk in names}


def _amount(count: float) -> str:
    """An amount of data as it is typed: 1024 of each make one of the next."""
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if count < 1024:
            return f"{count:.4g} {unit}"
        count /= 1024
    return f"{count:.4g} PB"


def _line(
    name: str,
    value: Any,
    described: Mapping[str, Mapping[str, Any]],
    why: queries.Provenance | None,
    names: Mapping[str, str],
) -> Line:
    kind, unit = described.get(name, {}).get("kind", ""), described.get(name, {}).get("unit", "")
    others = [(str(one.source), spoken(one.value, kind, unit)) for one in why.others] if why else []
    pinned_by = names.get(why.pinned_by, _("somebody")) if why and why.pinned_by else ""
    return Line(name, label(name, described), spoken(value, kind, unit), why, others, pinned_by)


def _sorted(values: Mapping[str, Any], described: Iterable[str]) -> dict[str, Any]:
    known = {name: values[name] for name in described if name in values}
    return {**known, **{name: values[name] for name in sorted(values) if name not in known}}


def _named(rows: Iterable[Change]) -> dict[tuple[str, Any], str]:
    """What the ids in changes are called, a query for each sort of record that occurs."""
    found: dict[tuple[str, Any], str] = {}
    for name, model in POINTING.items():
        ids = {value for row in rows if row.attribute == name for value in (row.before, row.after) if value}
        if ids:
            called = "number" if name == "contract" else "name"
            names = model.objects.filter(pk__in=ids).values_list("pk", called)  # type: ignore[attr-defined]
            found |= {(name, pk): words for pk, words in names}
    return found


def _said(
    row: Change, value: Any, described: Mapping[str, Mapping[str, Any]], names: Mapping[tuple[str, Any], str]
) -> str:
    if row.attribute in POINTING:
        return names.get((row.attribute, value), _("gone")) if value else ""
    if row.attribute == "state":
        return str(State(value).label)
    about = described.get(row.attribute, {})
    return spoken(value, about.get("kind", ""), about.get("unit", ""))

"""Importing: a file is looked at, its columns are named, and each line is taken in or refused with its reason.

An import is a source like any other: what it says is heard, weighed and has a history. The same file twice adds nothing
twice, and what is taken in is taken in whole or, if the process dies, not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets import queries
from watchkeep.estate.assets.events import FileRead, ItemEdited
from watchkeep.estate.assets.life import relating
from watchkeep.estate.assets.life.lining import MARKS, Known, Line, Row
from watchkeep.estate.assets.life.reporting import Found, Said, add_found, report_many
from watchkeep.estate.assets.models import (
    MEANINGS,
    Change,
    Item,
    ItemFile,
    Source,
    SourceKind,
    State,
)
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.assets.rules import tables
from watchkeep.estate.assets.rules.formats import FORMATS, VALUE, Format
from watchkeep.kernel import clock, intake
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell_many
from watchkeep.kernel.intake import Intake

Refusal = tuple[int, str, str]


@dataclass
class Outcome:
    """What becomes of a file: how many lines are new, change something or nothing, and which are refused, and why."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def refuse(self, line: int, no: Refused) -> None:
        """Keep why a line is not taken in."""
        self.refused.append((line, no.field or "", no.message))

    def kept(self) -> dict[str, int]:
        """What the file's row keeps of it."""
        return {"added": self.added, "changed": self.changed, "same": self.same}


@transaction.atomic
def hand_in(*, by: Actor, name: str, raw: bytes, format: str) -> ItemFile:  # noqa: A002  # the word of the field
    """Take a file in, to look at. What its columns hold is guessed from their titles."""
    by.need(P.MANAGE, _("import items"))
    if format not in FORMATS:
        raise Refused(_("Say what the file holds."), field="format")
    text = tables.decoded(raw)
    header, _lines = tables.table(text)
    mapping = FORMATS[format].guessed(header)
    return ItemFile.objects.create(name=name[:200], format=format, text=text, mapping=mapping, by=intake.whose(by))


@transaction.atomic
def map_columns(file: ItemFile, *, by: Actor, mapping: Mapping[str, str]) -> None:
    """Say what each column holds; what is not named is left out."""
    by.need(P.MANAGE, _("import items"))
    intake.refuse_done(file)
    header, _lines = tables.table(file.text)
    form = FORMATS[file.format]
    known = {*form.fields()}
    file.mapping = {
        title: target for title, target in mapping.items()
        if title in header and (target in known or (target.startswith(VALUE) and not form.are_relations))
    }  # fmt: skip
    file.save(update_fields=["mapping"])


def forget_old() -> int:
    """Let files go that were handed in long ago."""
    return intake.forget_old(ItemFile.objects.all())


def _need(_file: ItemFile, by: Actor) -> None:
    by.need(P.MANAGE, _("import items"))


def _taken_in(file: ItemFile, by: Actor) -> Outcome:
    form, outcome = FORMATS[file.format], Outcome()
    header, lines = tables.table(file.text)
    rows = list(tables.rows(header, lines, form.in_order(file.mapping)))
    source = _source(file.format)
    if form.are_relations:
        _relations(rows, form, outcome, source=source, by=by)
    else:
        _items(rows, form, outcome, source=source, by=by)
    return outcome


def _told(file: ItemFile, outcome: Outcome, by: Actor) -> FileRead:
    added, changed, refused = outcome.added, outcome.changed, len(outcome.refused)
    return FileRead(record=file.pk, by=by, format=file.format, added=added, changed=changed, refused=refused)


INTAKE = Intake[ItemFile, Outcome](need=_need, read=_taken_in, fact=_told)
try_out, take_in = INTAKE.try_out, INTAKE.take_in


def _items(rows: Sequence[Row], form: Format, outcome: Outcome, *, source: Source, by: Actor) -> None:
    lines = list(_once(_understood(rows, Known(rows, form, by=by), outcome), outcome))
    new = [line for line in lines if line.item is None]
    told = _reporter(by)
    found = [
        Found(cls=line.cls, name=line.told["name"], values=line.told, state=State(line.beginning))
        for line in new if line.cls
    ]  # fmt: skip
    for line, made in zip(new, add_found(found, by=told, source=source) if found else (), strict=True):
        line.item = made
    pairs, added = [(line, line.item) for line in lines if line.item], {line.number for line in new}
    said = [Said(item=item.pk, values=line.told, whole=False) for line, item in pairs if line.number not in added]
    changed = {*report_many(said, by=told, source=source)} if said else set[int]()
    changed |= _decide(pairs, added, by=by)
    fresh = {line.item.pk for line in new if line.item}
    changed |= _tie([(line.number, item, line.ties) for line, item in pairs], outcome, source=source, by=told)
    outcome.added = len(new)
    outcome.changed = len({item.pk for _line, item in pairs} & changed - fresh)
    outcome.same = len(pairs) - outcome.added - outcome.changed


def _understood(rows: Sequence[Row], known: Known, outcome: Outcome) -> Iterable[Line]:
    for number, said in rows:
        try:
            yield known.line(number, said)
        except Refused as no:
            outcome.refuse(number, no)


def _once(lines: Iterable[Line], outcome: Outcome) -> Iterable[Line]:
    """Each thing once: a second line about the same is refused."""
    met: dict[tuple[str, str], int] = {}
    for line in lines:
        own = [("item", str(line.item.pk))] if line.item else []
        own += [(mark, line.said[mark].upper()) for mark in MARKS[1:] if line.said.get(mark)]
        if before := next((met[mark] for mark in own if mark in met), None):
            outcome.refuse(line.number, Refused(_("Line %(line)s is about the same thing.") % {"line": before}))
            continue
        met |= dict.fromkeys(own, line.number)
        yield line


def _decide(pairs: Sequence[tuple[Line, Item]], new: set[int], *, by: Actor) -> set[int]:
    """Set what people decide: a few statements, however many items; which of them are others now."""
    ids = [item.pk for line, item in pairs if line.decided]
    held = Item.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    items = {item.pk: item for item in held.filter(pk__in=ids)}
    changes, facts = list[Change](), list[ItemEdited]()
    for line, known in pairs:
        if (item := items.get(known.pk)) is None:
            continue
        before = {name: item.plain(name) for name in line.decided}
        for name, value in line.decided.items():
            setattr(item, name, value)
        others = [name for name in line.decided if item.plain(name) != before[name]]
        changes += [_change(item, name, before[name], by) for name in others]
        if others and line.number not in new:
            facts.append(ItemEdited(record=item.pk, by=by, changed=sorted(others)))
    if changes:
        Item.objects.bulk_update(items.values(), sorted({one.attribute for one in changes}), batch_size=500)
        Change.objects.bulk_create(changes)
    tell_many(facts)
    return {change.item_id for change in changes}


def _change(item: Item, name: str, before: Any, by: Actor) -> Change:
    after = item.plain(name)
    return Change(item_id=item.pk, at=clock.now(), attribute=name, before=before, after=after, by=str(by))


def _relations(rows: Sequence[Row], form: Format, outcome: Outcome, *, source: Source, by: Actor) -> None:
    told = _reporter(by)
    called = _Called({said[end] for _n, said in rows for end in ("from_item", "to_item") if said.get(end)}, by)
    ties = list[tuple[int, Item, list[tuple[str, bool, str]]]]()
    for number, said in rows:
        try:
            kind = form.kind or _kind(said.get("kind", ""))
            ties.append(
                (number, called.one(said.get("from_item", ""), "from_item"), [(kind, True, said.get("to_item", ""))])
            )
        except Refused as no:
            outcome.refuse(number, no)
    refused = len(outcome.refused)
    outcome.added = len(_tie(ties, outcome, source=source, by=told, called=called, each=True))
    outcome.same = len(ties) - outcome.added - (len(outcome.refused) - refused)


def _tie(
    lines: Sequence[tuple[int, Item, Sequence[tuple[str, bool, str]]]], outcome: Outcome, *, source: Source, by: Actor,
    called: _Called | None = None, each: bool = False,
) -> set[int]:  # fmt: skip
    """Say how things hang together; the lines (``each``) or the items for which that is new."""
    called = called or _Called({name for _n, _i, ties in lines for _k, _w, name in ties}, by)
    asked: dict[relating.Triple, tuple[int, int]] = {}
    for number, item, ties in lines:
        for kind, begins_here, name in ties:
            try:
                other = called.one(name, "to_item" if each else kind)
                one, two = (item, other) if begins_here else (other, item)
                _refuse_odd(one, kind, two, called.joins)
                asked.setdefault((one.pk, kind, two.pk), (number, item.pk))
            except Refused as no:
                outcome.refuse(number, no)
    opened = relating.relate_found(sorted(asked), by=by, source=source)
    return {asked[triple][0 if each else 1] for triple in opened}


class _Called:
    """Items by what lines call them: number, identifier elsewhere, serial number, asset tag or name."""

    def __init__(self, names: set[str], by: Actor) -> None:
        self.joins = queries.joins()
        self.found: dict[str, dict[str, set[int]]] = {}
        for mark in ("number", "external_id", "serial", "asset_tag", "name"):
            rows = Item.objects.visible_or_merged(by).filter(**{f"{mark}__in": names}) if names else Item.objects.none()
            for pk, home, value in rows.values_list("pk", "merged_into", mark):
                self.found.setdefault(mark, {}).setdefault(value, set()).add(home or pk)
        ids = {pk for by_name in self.found.values() for many in by_name.values() for pk in many}
        self.items = Item.objects.select_related("cls").in_bulk(ids)

    def one(self, name: str, named: str) -> Item:
        """The one that is meant."""
        for by_name in self.found.values():
            if found := by_name.get(name):
                if len(found) == 1:
                    return self.items[next(iter(found))]
                raise Refused(
                    _("More than one is called “%(text)s”.") % {"text": name[:60]}, field=named, code="unsure"
                )
        raise Refused(_("Nothing here is called “%(text)s”.") % {"text": name[:60]}, field=named, code="unknown")


def _reporter(by: Actor) -> Actor:
    """Whoever may import may say as what the file speaks."""
    return replace(by, permissions=by.permissions | {P.REPORT, P.WORK})


def _kind(text: str) -> str:
    plain = text.strip().lower().replace(" ", "_")
    if plain not in MEANINGS:
        raise Refused(_("There is no such relation."), field="kind", code="unknown")
    return plain


def _refuse_odd(one: Item, kind: str, other: Item, joins: queries.Joins) -> None:
    if one.pk == other.pk:
        raise Refused(_("An item does not hang on itself."), field=kind)
    if not joins.may_join(one.cls.line, kind, other.cls.line):
        words = {"one": one.cls, "relation": MEANINGS[kind].forwards, "other": other.cls}
        raise Refused(_("“%(relation)s” does not join a %(one)s to a %(other)s.") % words, field=kind)


def _source(format: str) -> Source:  # noqa: A002  # the word of the field
    """The source as which files of this sort speak."""
    slug, name = format.replace("_", "-"), str(FORMATS[format].label)
    found, _made = Source.objects.get_or_create(
        slug=f"import-{slug}", defaults={"name": name[:80], "kind": SourceKind.IMPORT}
    )
    return found

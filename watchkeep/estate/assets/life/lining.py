"""Lines of a file, understood: what each says of an item, which item that is, and whom and what it names.

What many lines name is looked up once for all of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Model
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import LENGTHS, ROOT_OF_PLACES, TOLD_COLUMNS, Item, ItemClass, State
from watchkeep.estate.assets.rules import values as attributes
from watchkeep.estate.assets.rules.formats import BACK, TIES, VALUE, Format
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.suppliers.models import Contract, Supplier
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused

Row = tuple[int, dict[str, str]]
NAMED: Mapping[str, tuple[type[Model], tuple[str, ...]]] = {
    "owner_person": (Person, ("email", "name")), "user": (Person, ("email", "name")),
    "owner_team": (Team, ("slug", "name")), "supplier": (Supplier, ("name",)), "contract": (Contract, ("number",)),
    "location": (Item, ("number", "external_id", "name")),
}  # fmt: skip
MARKS = ("number", "external_id", "serial", "asset_tag")
"""By which a line finds its item; the first that is known decides, and none may say another one."""
TEXTS = {"external_id": 200, "cost_centre": 40, "order_number": 60}
"""How long what people decide in words may be."""
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
_ANY_CASE = {"number", "serial", "asset_tag", "email", "slug", "name"}


@dataclass
class Line:
    """A line as it is understood. ``item``: the one that it is about, if there is one."""

    number: int
    said: dict[str, str]
    item: Item | None = None
    cls: ItemClass | None = None
    beginning: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    decided: dict[str, Any] = field(default_factory=dict)

    @property
    def ties(self) -> list[tuple[str, bool, str]]:
        """Relations that it names: the kind, whether it begins here, and what it is called."""
        return [
            (target.removeprefix(BACK), not target.startswith(BACK), name.strip())
            for target in TIES for name in self.said.get(target, "").split(";") if name.strip()
        ]  # fmt: skip


class Known:
    """What lines name, each looked up once."""

    def __init__(self, rows: Sequence[Row], form: Format, *, by: Actor) -> None:
        self.form, self.by = form, by
        self.classes = {n: one for one in ItemClass.objects.all() for n in (one.slug, one.name.lower(), one.path)}
        self.named = {target: self._found(target, rows) for target in NAMED}
        self.marks = {mark: self._items(mark, [said.get(mark, "") for _number, said in rows]) for mark in MARKS}
        met = {pk for by_value in self.marks.values() for found in by_value.values() for pk in found}
        self.items = Item.objects.select_related("cls").in_bulk(met)
        self._described: dict[int, dict[str, dict[str, Any]]] = {}

    def line(self, number: int, said: dict[str, str]) -> Line:
        """Understand one line. Raises Refused, with the field."""
        if self.form.prefix and said.get("external_id"):
            said = {**said, "external_id": self.form.prefix + said["external_id"].removeprefix(self.form.prefix)}
        made = Line(number, said, item=self._item(said))
        made.cls = self._class(said, made.item)
        made.beginning = self._beginning(said, made.item)
        described = self.described(made.cls)
        made.told = {name: _fitting(name, said[name]) for name in TOLD_COLUMNS if said.get(name)}
        for target in (one for one in said if one.startswith(VALUE)):
            name = target.removeprefix(VALUE)
            made.told[name] = attributes.checked(name, _parts(said[target], described.get(name, {})), described)
        made.decided = self._decided(said)
        _refuse_inside(made)
        if made.item is None and not made.told.get("name"):
            raise Refused(_("Give it a name."), field="name", code="missing")
        return made

    def described(self, cls: ItemClass) -> dict[str, dict[str, Any]]:
        """The attributes of a class."""
        if cls.pk not in self._described:
            self._described[cls.pk] = queries.described(cls)
        return self._described[cls.pk]

    def _found(self, target: str, rows: Sequence[Row]) -> dict[str, list[Any]]:
        wanted = {said[target].lower() for _number, said in rows if said.get(target)}
        model, names = NAMED[target]
        found: dict[str, list[Any]] = defaultdict(list)
        if not wanted:
            return found
        objects: Any = model._default_manager  # noqa: SLF001  # Django's own name
        base = objects.active() if model is Person else objects.visible_to(self.by)
        base = base.active().places().select_related("cls") if target == "location" else base
        for name in names:
            if name in {"email", "number", "external_id"}:
                met = base.filter(**{f"{name}__in": [*wanted, *(one.upper() for one in wanted)]})
            else:
                met = base.annotate(any_case=Upper(name)).filter(any_case__in=[one.upper() for one in wanted])
            for one in met:
                found[str(getattr(one, name)).lower()].append(one)
        return found

    def _items(self, mark: str, values: Iterable[str]) -> dict[str, set[int]]:
        prefix = self.form.prefix if mark == "external_id" else ""
        wanted = {prefix + one.removeprefix(prefix) for one in values if one}
        found: dict[str, set[int]] = defaultdict(set)
        if not wanted:
            return found
        rows = Item.objects.all()
        if mark in {"serial", "asset_tag"}:
            rows = rows.annotate(any_case=Upper(mark)).filter(any_case__in=[one.upper() for one in wanted])
        else:
            rows = rows.filter(**{f"{mark}__in": [*wanted, *(one.upper() for one in wanted)]})
        for pk, home, value in rows.values_list("pk", "merged_into", mark):
            found[_folded(mark, value)].add(home or pk)
        return found

    def _item(self, said: Mapping[str, str]) -> Item | None:
        met: dict[str, int] = {}
        for mark in MARKS:
            found = self.marks[mark].get(_folded(mark, said.get(mark, "")), set()) if said.get(mark) else set()
            if len(found) > 1:
                raise Refused(_("More than one item has this: say its number."), field=mark, code="unsure")
            if not found and mark == "number" and said.get(mark):
                raise Refused(_("There is no item of this number."), field=mark, code="unknown")
            met |= dict.fromkeys([mark] * len(found), *found)
        if len({*met.values()}) > 1:
            words = ", ".join(sorted(met))
            raise Refused(_("These belong to different items: %(marks)s.") % {"marks": words}, field=[*met][-1])
        return self.items[next(iter(met.values()))] if met else None

    def _class(self, said: Mapping[str, str], item: Item | None) -> ItemClass:
        text = said.get("cls", "").strip().lower()
        found = self.classes.get(text) or self.classes.get(self.form.classes.get(text, "")) if text else None
        if text and found is None and not self.form.cls:
            raise Refused(_("There is no class called “%(text)s”.") % {"text": text[:60]}, field="cls", code="unknown")
        if found is None and item is None and not self.form.cls:
            raise Refused(_("Say of which class it is."), field="cls", code="missing")
        return item.cls if item else found or self.classes[self.form.cls]

    def _beginning(self, said: Mapping[str, str], item: Item | None) -> str:
        text = said.get("state", "").strip().lower()
        state = self.form.states.get(text, text.replace(" ", "_"))
        if item or not text:
            return State.IN_USE
        if state not in (State.ORDERED, State.IN_STOCK, State.IN_USE):
            message = _("An item begins ordered, in stock or in use, not “%(text)s”.") % {"text": text[:40]}
            raise Refused(message, field="state", code="invalid")
        return state

    def _decided(self, said: Mapping[str, str]) -> dict[str, Any]:
        made: dict[str, Any] = {target: self._one(target, said[target]) for target in NAMED if said.get(target)}
        made |= {name: _fitting(name, said[name], most) for name, most in TEXTS.items() if said.get(name)}
        made |= {name: _day(said[name], name) for name in ("bought_on", "warranty_ends_on") if said.get(name)}
        if said.get("price"):
            made["price"] = _money(said["price"])
        if months := said.get("depreciation_months"):
            if not months.isascii() or not months.isdigit() or int(months[:5]) > 600:
                raise Refused(_("Give a number of months."), field="depreciation_months", code="invalid")
            made["depreciation_months"] = int(months)
        return made

    def _one(self, target: str, text: str) -> Any:
        found = {one.pk: one for one in self.named[target].get(text.lower(), [])}
        if len(found) == 1:
            return next(iter(found.values()))
        words = _("More than one is called “%(text)s”.") if found else _("Nothing here is called “%(text)s”.")
        raise Refused(words % {"text": text[:60]}, field=target, code="unsure" if found else "unknown")


def _refuse_inside(line: Line) -> None:
    """No place is inside itself."""
    place, item = line.decided.get("location"), line.item
    if place and item and item.cls.is_within(ROOT_OF_PLACES) and item.pk in queries.places_around(place.pk):
        raise Refused(_("%(name)s is inside this itself.") % {"name": place.name}, field="location")


def _folded(mark: str, value: str) -> str:
    return value.strip().upper() if mark in _ANY_CASE else value.strip()


def _fitting(name: str, text: str, most: int = 0) -> str:
    most = most or LENGTHS[name]
    if len(text) > most:
        raise Refused(_("At most %(most)s characters.") % {"most": most}, field=name, code="too_long")
    return text


def _parts(text: str, described: Mapping[str, Any]) -> Any:
    return [one.strip() for one in text.split(";")] if described.get("many") else text


def _day(text: str, name: str) -> date:
    for written in DAYS:
        try:
            return datetime.strptime(text[:10], written).date()  # noqa: DTZ007  # a day of the calendar, in no zone
        except ValueError:
            continue
    raise Refused(_("“%(text)s” is no day, such as 2027-03-31.") % {"text": text[:40]}, field=name, code="invalid")


def _money(text: str) -> Decimal:
    bare = re.sub(r"[\s'€$]|EUR|USD", "", text)
    cents = re.search(r"[.,](\d{1,2})$", bare)
    bare = re.sub("[.,]", "", bare[: cents.start()]) + f".{cents[1]}" if cents else re.sub("[.,]", "", bare)
    try:
        made = Decimal(bare).quantize(Decimal("0.01"))
    except InvalidOperation:
        made = Decimal(-1)
    if not Decimal(0) <= made < Decimal(10**10):
        raise Refused(_("“%(text)s” is no sum.") % {"text": text[:40]}, field="price", code="invalid")
    return made

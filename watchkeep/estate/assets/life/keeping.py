"""Keeping the register: what people add, correct, pin and let go. A person is a source like any other."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets import queries
from watchkeep.estate.assets.events import ItemAdded, ItemEdited, ValuePinned, ValueUnpinned
from watchkeep.estate.assets.life import changing
from watchkeep.estate.assets.life.judging import Docket
from watchkeep.estate.assets.models import (
    DECIDED_COLUMNS,
    LENGTHS,
    PEOPLE,
    RESERVED,
    ROOT_OF_PLACES,
    TOLD_COLUMNS,
    Item,
    ItemClass,
    Report,
    State,
    plainly,
)
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.assets.rules import values as attributes
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused, Stale
from watchkeep.kernel.facts import tell
from watchkeep.kernel.numbering import next_number
from watchkeep.kernel.records import save

BEGINNINGS = (State.ORDERED, State.IN_STOCK, State.IN_USE)


@transaction.atomic
def add_item(
    *,
    by: Actor,
    name: str,
    cls: ItemClass,
    state: str = State.IN_USE,
    values: Mapping[str, Any] | None = None,
    **known: Any,
) -> Item:
    """Look after one more thing. ``values`` are attributes of its class, ``known`` what every item has."""
    by.need(P.MANAGE, _("add items"))
    if state not in BEGINNINGS:
        raise Refused(_("An item begins ordered, in stock or in use."), field="state")
    columns, said = _apart({"name": name, **known}, values or {})
    item = Item(number=next_number("CI"), state=state)
    _refuse_odd_place(item, columns)
    save(item, name=_fitting("name", name), cls=cls, **columns)
    _say(item, said, by=by)
    tell(ItemAdded(record=item.pk, by=by, name=item.name))
    return item


@transaction.atomic
def edit_item(
    item: Item,
    *,
    by: Actor,
    values: Mapping[str, Any] | None = None,
    seen: Mapping[str, Any] | None = None,
    **changes: Any,
) -> list[str]:
    """Correct what we know of it, and say what became another.

    What a person writes over the word of a source is pinned; an empty value takes a person's word back. ``seen`` holds
    what stood there, by name, when the editor looked: raises Stale when it has become another since.
    """
    by.need(P.MANAGE, _("edit items"))
    was = changing.hold(item)
    columns, said = _apart(changes, values or {})
    _refuse_unseen(was, {**columns, **said}, seen or {})
    _refuse_odd_place(item, columns)
    save(item, **columns)
    changed = {*changing.keep(item, was, columns, by=by), *_say(item, said, by=by)}
    if changed:
        tell(ItemEdited(record=item.pk, by=by, changed=sorted(changed)))
    return sorted(changed)


@transaction.atomic
def pin(item: Item, *, by: Actor, attribute: str) -> None:
    """Let the value that stands there now stand, whatever sources say."""
    by.need(P.MANAGE, _("pin values"))
    changing.hold(item)
    standing = value_of(item, attribute)
    if standing is None:
        raise Refused(_("There is nothing to pin."))
    if attribute in _word(item).pins:
        raise Refused(_("It is pinned already."))
    _say(item, {attribute: standing}, by=by, pinned=True)
    tell(ValuePinned(record=item.pk, by=by, attribute=attribute))


@transaction.atomic
def unpin(item: Item, *, by: Actor, attribute: str) -> None:
    """Let the sources speak again. Where none speaks, the person's word stays."""
    by.need(P.MANAGE, _("unpin values"))
    changing.hold(item)
    word = _word(item)
    if attribute not in word.pins:
        raise Refused(_("It is not pinned."))
    del word.pins[attribute]
    if any(attribute in other.values for other in item.reports.exclude(pk=word.pk)):
        del word.values[attribute]
    word.save(update_fields=["pins", "values"])
    _decide(item, by=by)
    tell(ValueUnpinned(record=item.pk, by=by, attribute=attribute))


def value_of(item: Item, attribute: str) -> Any:
    """What stands there for an attribute now; None for nothing."""
    return plainly(getattr(item, attribute) if attribute in TOLD_COLUMNS else item.values.get(attribute))


def _say(item: Item, said: Mapping[str, Any], *, by: Actor, pinned: bool = False) -> list[str]:
    """Let a person say these, and pin what would not win."""
    if not said:
        return []
    described, now = queries.described(item.cls), clock.now()
    clean = {n: _fitting(n, v) if n in TOLD_COLUMNS else attributes.checked(n, v, described) for n, v in said.items()}
    if not clean.get("name", "-"):
        raise Refused(_("Give it a name."), field="name", code="missing")
    word, mark = _word(item), [str(by), now.isoformat()]
    for name, value in clean.items():
        word.pins.pop(name, None)
        if value is None:
            word.values.pop(name, None)
        elif pinned or word.values.get(name, [None])[0] != value or value_of(item, name) != value:
            word.values[name] = [value, now.isoformat()]
            if pinned:
                word.pins[name] = mark
    if len(word.values) > attributes.MOST:
        raise Refused(_("At most %(most)s attributes.") % {"most": attributes.MOST}, field="values")
    word.seen_at = now
    word.save()
    changed = _decide(item, by=by)
    if beaten := [name for name, value in clean.items() if value is not None and value_of(item, name) != value]:
        word.pins.update(dict.fromkeys(beaten, mark))
        word.save(update_fields=["pins"])
        changed = [*changed, *_decide(item, by=by)]
    _refuse_left_open(item, clean, described)
    return sorted({*changed})


def _refuse_left_open(item: Item, said: Mapping[str, Any], described: Mapping[str, Mapping[str, Any]]) -> None:
    """What has to be known of such things is not taken away, unless another source says it."""
    for name, value in said.items():
        if value is None and described.get(name, {}).get("required") and name not in item.values:
            raise Refused(_("This has to be said of such things."), field=name, code="missing")


def _decide(item: Item, *, by: Actor) -> list[str]:
    docket = Docket([item.pk])
    changed = docket.decide(by=by, at=clock.now(), because=queries.source_of_people()).get(item.pk, [])
    for name in (*TOLD_COLUMNS, "values", "judge_at"):
        setattr(item, name, getattr(docket.items[item.pk], name))
    return changed


def _word(item: Item) -> Report:
    """What people say of it so far."""
    people = queries.source_of_people()
    found = Report.objects.filter(item=item, source__slug=PEOPLE).first()
    return found or Report(item=item, source=people, seen_at=clock.now())


def _apart(changes: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns that people decide alone, and what sources speak of, too."""
    if unknown := changes.keys() - {*DECIDED_COLUMNS, *TOLD_COLUMNS}:
        raise Refused(_("This cannot be edited."), field=min(unknown))
    if odd := [name for name in values if name in RESERVED or not attributes.NAME.fullmatch(name)]:
        raise Refused(_("An attribute's name is in small letters, digits and _."), field=odd[0])
    columns = {name: value for name, value in changes.items() if name in DECIDED_COLUMNS}
    return columns, {name: value for name, value in {**changes, **values}.items() if name not in columns}


def _fitting(name: str, value: Any) -> str | None:
    text, most = str(value or "").replace("\x00", "").strip(), LENGTHS[name]
    if len(text) > most:
        raise Refused(_("At most %(most)s characters.") % {"most": most}, field=name, code="too_long")
    return text or None


def _refuse_unseen(was: Item, changes: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    current = {name: was.plain(name) if name in DECIDED_COLUMNS else value_of(was, name) for name in changes}
    clash = {
        name: now for name, now in current.items()
        if name in seen and now != plainly(seen[name]) and now != plainly(changes[name])
    }  # fmt: skip
    if clash:
        raise Stale(_("Somebody changed this while you were writing. Nothing was overwritten."), current=clash)


def _refuse_odd_place(item: Item, columns: Mapping[str, Any]) -> None:
    """An item is in a place, and no place is inside itself."""
    place = columns.get("location")
    if place is None:
        return
    if not place.cls.is_within(ROOT_OF_PLACES):
        raise Refused(_("%(name)s is no place.") % {"name": place.name}, field="location")
    if item.pk and item.pk in queries.places_around(place.pk):
        raise Refused(_("%(name)s is inside this itself.") % {"name": place.name}, field="location")

"""Holding an item while it changes, and keeping what became of its columns."""

from collections.abc import Iterable
from typing import Any

from watchkeep.estate.assets.models import Change, Item
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor


def hold(item: Item) -> Item:
    """Hold its row to the end of the transaction; what it was then. The item in hand says the same afterwards."""
    was = Item.objects.select_for_update(of=("self",)).select_related("cls").get(pk=item.pk)
    for field in Item._meta.concrete_fields:  # noqa: SLF001  # Django's documented way to the fields
        if field.name != "words":
            setattr(item, field.attname, getattr(was, field.attname))
    return was


def keep(item: Item, was: Item, columns: Iterable[str], *, by: Actor) -> list[str]:
    """Write down which of these columns are others now, and say which."""
    before, after = {name: was.plain(name) for name in columns}, {name: item.plain(name) for name in columns}
    changed = sorted(name for name in before if before[name] != after[name])
    note(item.pk, [(name, before[name], after[name]) for name in changed], by=by)
    return changed


def note(item: int, changes: Iterable[tuple[str, Any, Any]], *, by: Actor) -> None:
    """Write changes down: attribute, before, after."""
    at = clock.now()
    Change.objects.bulk_create(
        Change(item_id=item, at=at, attribute=name, before=before, after=after, by=str(by))
        for name, before, after in changes
    )

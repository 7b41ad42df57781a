"""Which items somebody means by what they wrote: numbers or names, a line each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Min

from watchkeep.estate.assets.models import Item
from watchkeep.kernel.actors import Actor


@dataclass(frozen=True)
class Named:
    """The items that were meant, each once, and the lines that mean none, or several."""

    items: list[Item]
    unknown: list[str]
    ambiguous: list[str]


def items_named(lines: Sequence[str], actor: Actor) -> Named:
    """Find the items of these numbers or names among those in use that the actor may see: by a fixed number of queries.

    A number comes before a name. A name that several items bear means none of them.
    """
    rows = Item.objects.visible_to(actor).active()
    numbers = dict(rows.filter(number__in=[line.upper() for line in lines]).values_list("number", "pk"))
    left = [line for line in lines if line.upper() not in numbers]
    borne = rows.filter(name__in=left).order_by().values_list("name").annotate(Count("pk"), Min("pk")) if left else ()
    names = {name: (count, pk) for name, count, pk in borne}
    alone = {name: pk for name, (count, pk) in names.items() if count == 1}
    meant = {line: numbers.get(line.upper()) or alone.get(line) for line in lines}
    items = rows.in_bulk({pk for pk in meant.values() if pk})
    return Named(
        [items[pk] for pk in dict.fromkeys(meant.values()) if pk in items],
        [line for line in lines if meant[line] is None and line not in names],
        [line for line in lines if meant[line] is None and line in names],
    )

"""Items and relations as tables; what is exported can be imported again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from watchkeep.estate.assets.models import TOLD_COLUMNS, ItemClass, Relation
from watchkeep.estate.suppliers.permissions import P as Suppliers
from watchkeep.kernel.tables import harmless

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from watchkeep.estate.assets.models import Item
    from watchkeep.kernel.actors import Actor

COLUMNS = {
    "number": "number", "cls": "cls__slug", "state": "state", **{name: name for name in TOLD_COLUMNS},
    "external_id": "external_id", "owner_person": "owner_person__email", "owner_team": "owner_team__slug",
    "user": "user__email", "location": "location__number", "cost_centre": "cost_centre", "bought_on": "bought_on",
    "price": "price", "order_number": "order_number", "warranty_ends_on": "warranty_ends_on",
    "depreciation_months": "depreciation_months",
}  # fmt: skip
PAPERS = {"supplier": "supplier__name", "contract": "contract__number"}
AT_ONCE = 500


class _Echo:
    """A file that hands back what is written."""

    @staticmethod
    def write(text: str) -> str:
        """As it is."""
        return text


def items_as_csv(rows: QuerySet[Item], actor: Actor) -> Iterator[str]:
    """These items, one a line, with all attributes that classes describe; papers for whoever may see contracts."""
    columns = COLUMNS | (PAPERS if actor.may(Suppliers.SEE_CONTRACTS) else {})
    named = [one["name"] for cls in ItemClass.objects.order_by("path") for one in cls.attributes]
    described = [*dict.fromkeys(named)]
    found = rows.order_by("pk").values_list(*columns.values(), "values")
    head = [*columns, *(f"values.{name}" for name in described)]
    return _written(head, ([*row[:-1], *(row[-1].get(name) for name in described)] for row in found.iterator(AT_ONCE)))


def relations_as_csv(rows: QuerySet[Item]) -> Iterator[str]:
    """The relations that begin at these items and hold now, one a line."""
    ends = rows.order_by().values("pk")
    held = Relation.objects.open().filter(from_item__in=ends, to_item__merged_into=None).order_by("pk")
    found = held.values_list("from_item__number", "kind", "to_item__number", "from_item__name", "to_item__name")
    head = ["from_item", "kind", "to_item", "name of from_item", "name of to_item"]
    return _written(head, found.iterator(AT_ONCE))


def _written(head: Iterable[str], lines: Iterable[Iterable[Any]]) -> Iterator[str]:
    table = csv.writer(_Echo())
    yield table.writerow([*head])
    for line in lines:
        yield table.writerow([harmless(_said(cell)) for cell in line])


def _said(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case list():
            return "; ".join(str(one) for one in cell)
        case _:
            return str(cell)

"""Items and relations as tables, as a list shows them; what is exported can be imported again."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

from watchkeep.doors.console.asking import Request
from watchkeep.doors.console.items.views.listing import filters
from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import TOLD_COLUMNS, ItemClass, Relation
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.suppliers.permissions import P as SupplierP

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


def items(request: Request) -> StreamingHttpResponse:
    """The items that the address asks for, one a line, with all attributes that their classes describe."""
    request.actor.need(P.SEE)
    papers = PAPERS if request.actor.may(SupplierP.SEE_CONTRACTS) else {}
    columns = COLUMNS | papers
    named = [one["name"] for cls in ItemClass.objects.order_by("path") for one in cls.attributes]
    described = [*dict.fromkeys(named)]
    rows = queries.asked(request.actor, filters(request)).order_by("pk").values_list(*columns.values(), "values")
    head = [*columns, *(f"values.{name}" for name in described)]
    lines = ([*row[:-1], *(row[-1].get(name) for name in described)] for row in rows.iterator(AT_ONCE))
    return _sent("items.csv", head, lines)


def relations(request: Request) -> StreamingHttpResponse:
    """The relations that begin at these items and hold now."""
    request.actor.need(P.SEE)
    ends = queries.asked(request.actor, filters(request)).order_by().values("pk")
    rows = Relation.objects.open().filter(from_item__in=ends, to_item__merged_into=None).order_by("pk")
    found = rows.values_list("from_item__number", "kind", "to_item__number", "from_item__name", "to_item__name")
    head = ["from_item", "kind", "to_item", "name of from_item", "name of to_item"]
    return _sent("relations.csv", head, found.iterator(AT_ONCE))


def _sent(name: str, head: Iterable[str], lines: Iterable[Iterable[Any]]) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_written(head, lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _written(head: Iterable[str], lines: Iterable[Iterable[Any]]) -> Iterator[str]:
    table = csv.writer(_Echo())
    yield table.writerow([*head])
    for line in lines:
        yield table.writerow([queries.safe(_said(cell)) for cell in line])


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

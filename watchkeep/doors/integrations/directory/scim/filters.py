"""Filters of SCIM (RFC 7644, 3.4.2.2) as queries, so that the database and not we go through the people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from scim2_models import InvalidFilterException, ScimFilter
from scim2_models.path import CompareOperator as Op
from scim2_models.path import Comparison, LogicalExpr, LogicalOperator, Not, Present, ValuePath
from scim2_models.path.expressions import AttrPath
from scim2_models.path.visitor import FilterVisitor

NONE, ALL = Q(pk__in=[]), ~Q(pk__in=[])
LOOKUPS = {Op.eq: "iexact", Op.co: "icontains", Op.sw: "istartswith", Op.ew: "iendswith"}
EXACT = {Op.eq: "exact", Op.co: "contains", Op.sw: "startswith", Op.ew: "endswith"}
ORDER = {Op.gt: "gt", Op.ge: "gte", Op.lt: "lt", Op.le: "lte"}
Key = tuple[str, str | None]
Wrap = Callable[[Q], Q]


def _plain(found: Q) -> Q:
    return found


@dataclass(frozen=True)
class Column:
    """Where an attribute is. ``fixed`` is a value that it always has; ``wrap`` leads to rows elsewhere."""

    lookup: str = ""
    kind: str = "text"
    fixed: Any = None
    wrap: Wrap = _plain


Columns = Mapping[Key, Column]


class Query(FilterVisitor[Q]):
    """One filter over one kind of rows. Raises InvalidFilterException for what we do not keep."""

    def __init__(self, asked: ScimFilter[Any], columns: Columns) -> None:
        self.asked, self.columns = asked, columns
        self.inside = ""

    def visit_comparison(self, node: Comparison) -> Q:
        """``attribute op value``."""
        return self._fitting(self._column(node.attr_path), node.op, node.value)

    def visit_present(self, node: Present) -> Q:
        """``attribute pr``."""
        column = self._column(node.attr_path)
        if column.fixed is not None or column.kind in ("id", "flag", "moment"):
            return ALL
        absent = Q(**{f"{column.lookup}__isnull": True})
        return column.wrap(~(absent | Q(**{column.lookup: ""}) if column.kind in ("text", "exact") else absent))

    def visit_not(self, node: Not) -> Q:
        """``not (…)``."""
        return ~self.visit(node.expr)

    def visit_logical_expr(self, node: LogicalExpr) -> Q:
        """``a and b``, ``a or b``."""
        terms = [self.visit(term) for term in node.terms]
        found = terms[0]
        for term in terms[1:]:
            found = found & term if node.op == LogicalOperator.and_ else found | term
        return found

    def visit_value_path(self, node: ValuePath) -> Q:
        """``emails[type eq "work" and value co "@"]``: our lists hold one value, so the parts just go together."""
        self.inside = node.attr_path.attr
        try:
            return self.visit(node.val_filter)
        finally:
            self.inside = ""

    def _column(self, path: AttrPath) -> Column:
        if self.inside:
            path = AttrPath(attr=self.inside, sub_attr=path.attr)
        bound = self.asked.resolve_comparison(path)
        key = (bound.field_name, bound.sub_field_name) if bound else ("", None)
        if key not in self.columns:
            raise InvalidFilterException(detail=f"There is no filter by {path}.")
        return self.columns[key]

    def _fitting(self, column: Column, op: Op, value: Any) -> Q:
        if op == Op.ne:
            return ~self._fitting(column, Op.eq, value)
        if column.fixed is not None:
            return ALL if op == Op.eq and str(value).casefold() == str(column.fixed).casefold() else NONE
        if column.kind == "id":
            return self._by_id(column, op, value)
        return column.wrap(self._compared(column, op, value))

    def _compared(self, column: Column, op: Op, value: Any) -> Q:
        if value is None:
            return Q(**{f"{column.lookup}__isnull": True})
        if op in ORDER:
            return Q(**{f"{column.lookup}__{ORDER[op]}": value})
        if column.kind in ("flag", "moment"):
            return Q(**{column.lookup: value})
        lookups = EXACT if column.kind == "exact" else LOOKUPS
        return Q(**{f"{column.lookup}__{lookups[op]}": str(value)})

    def _by_id(self, column: Column, op: Op, value: Any) -> Q:
        if op != Op.eq:
            raise InvalidFilterException(detail="Ids are compared with eq and ne alone.")
        number = number_of(value)
        return column.wrap(Q(**{column.lookup: number})) if number else NONE


def number_of(value: Any) -> int:
    """One of our ids as SCIM tells it; 0 when it is not one."""
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0

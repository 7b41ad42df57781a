"""Statements that a connection plans once and keeps: for reads that are asked all day while somebody waits.

PostgreSQL takes ten times as long to plan a read of many tables as to carry it out on the few rows that indexes find,
and so does the ORM to put it into words. It keeps a plan where that costs no more than plans made for the values, as
far as it can tell: where the best plan hangs on them, it plans each time as for any other statement.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from functools import cache
from typing import Any, TypeVar

import psycopg
from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


def rows(words: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What a statement finds, in the transaction of the caller, if there is one."""
    connection.ensure_connection()
    connection.connection.prepare_threshold = 0  # asked for nowhere else: Django's own cursors never prepare
    raw: Any = psycopg.Cursor(connection.connection)
    logged = connection.make_debug_cursor(raw).debug_sql(words, values) if connection.queries_logged else nullcontext()
    with connection.make_cursor(raw) as cursor, logged:
        cursor.execute(words, values)
        return cursor.fetchall() if raw.description else []


def records(model: type[M], where: str, values: Mapping[str, Any] | Sequence[Any] = ()) -> list[M]:
    """The records of a model, whole, that a condition (and an order, and a limit) finds."""
    columns, names, converters = _shape(model)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001  # Django's own name
    found = rows(f"SELECT {columns} FROM {table} WHERE {where}", values)  # noqa: S608  # names of ours
    return [model.from_db(connection.alias, names, _converted(row, converters)) for row in found]


def _converted(row: Sequence[Any], converters: Mapping[int, Callable[[Any], Any]]) -> list[Any]:
    values = [*row]
    for at, converted in converters.items():
        values[at] = converted(values[at])
    return values


@cache
def _shape(model: type[Model]) -> tuple[str, list[str], dict[int, Callable[[Any], Any]]]:
    """The columns of a model, their names in the record, and what makes the values of some what the record holds."""
    fields = model._meta.concrete_fields  # noqa: SLF001  # Django's own name
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    return columns, [field.attname for field in fields], {
        at: _converter(field.from_db_value) for at, field in enumerate(fields) if hasattr(field, "from_db_value")
    }  # fmt: skip


def _converter(from_db_value: Callable[[Any, Any, Any], Any]) -> Callable[[Any], Any]:
    return lambda value: from_db_value(value, None, connection)

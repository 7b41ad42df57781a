"""Whether anything at all belongs to a record: many tables are asked in one statement, as most have nothing to say."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import ForeignKey, Model


@dataclass(frozen=True)
class Rows:
    """The rows of a model that point to a record with one of these foreign keys, which are indexed."""

    model: type[Model]
    keys: tuple[str, ...]


Known = frozenset[Rows]


def rows(model: type[Model], *keys: str) -> Rows:
    """The rows of a model that point to a record with ``keys``."""
    return Rows(model, keys)


def known(asked: Iterable[Rows], pk: int) -> Known:
    """Those of which there is at least one for the record: one statement, a look into an index for each."""
    several = tuple(dict.fromkeys(asked))
    with connection.cursor() as cursor:
        cursor.execute(_statement(several), {"pk": pk})
        found = cursor.fetchone() or ()
    return frozenset(one for one, exists in zip(several, found, strict=True) if exists)


@lru_cache
def _statement(asked: tuple[Rows, ...]) -> str:
    return "SELECT " + ", ".join(_exists(one) for one in asked)


def _exists(one: Rows) -> str:
    table = connection.ops.quote_name(one.model._meta.db_table)  # noqa: SLF001  # Django's documented way to a table
    each = (f"EXISTS (SELECT FROM {table} WHERE {_column(one.model, key)} = %(pk)s)" for key in one.keys)
    return f"({' OR '.join(each)})"


def _column(model: type[Model], key: str) -> str:
    field = model._meta.get_field(key)  # noqa: SLF001  # the same
    if not isinstance(field, ForeignKey):
        raise TypeError(f"{model.__name__}.{key} points to nothing")
    return connection.ops.quote_name(str(field.column))

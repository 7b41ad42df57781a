"""After a test that commits, the database is again as the migrations left it."""

from typing import Any

from django.db import connection, transaction
from psycopg import sql

WRITTEN = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND (relkind = 'p' OR relkind = 'r' AND NOT relispartition AND pg_relation_size(oid) > 0)
    AND relname <> 'django_migrations' ORDER BY relname
"""
COLUMNS = """
    SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
    AND attgenerated = '' ORDER BY attnum
"""


class Rows:
    """The rows that migrations brought, as PostgreSQL copies them: forty times as quick as Django's own way."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            self.brought = {table: self._out(cursor, table) for table in self._that_hold_rows(cursor)}

    def restore(self) -> None:
        """Empty what holds rows, and bring the first ones back.

        Row by row, without a look at what refers to what: to truncate means to write every index of every table that
        refers to one of these anew, and few rows stand in them.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            if full := self._that_hold_rows(cursor):
                names = [sql.Identifier(table) for table in full]
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(sql.SQL(", ").join(names)))
                cursor.execute(sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(name) for name in names))
            for table, (columns, rows) in self.brought.items():
                with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)) as copy:
                    copy.write(rows)

    @staticmethod
    def _that_hold_rows(cursor: Any) -> list[str]:
        """Most tables were never written to, and need not be opened."""
        cursor.execute(WRITTEN)
        tables = [row[0] for row in cursor.fetchall()]
        asked = (sql.SQL("EXISTS (SELECT FROM {})").format(sql.Identifier(table)) for table in tables)
        cursor.execute(sql.SQL("SELECT {}").format(sql.SQL(", ").join(asked)))
        return [table for table, is_full in zip(tables, cursor.fetchone(), strict=True) if is_full]

    @staticmethod
    def _out(cursor: Any, table: str) -> tuple[sql.Composable, bytes]:
        cursor.execute(COLUMNS, [table])
        columns = sql.SQL(", ").join(sql.Identifier(row[0]) for row in cursor.fetchall())
        with cursor.copy(sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(columns, sql.Identifier(table))) as copy:
            return columns, b"".join(bytes(part) for part in copy)

"""SQL queries (psycopg): a read-only transaction that the database itself guards, and that is rolled back."""

from typing import Any

import psycopg
from psycopg.rows import tuple_row

from watchkeep.duty.connections.jobs.carrying import MOST_BYTES, Job
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.connections.rules.actions.asking import SqlQuery
from watchkeep.duty.connections.rules.settings import Sql
from watchkeep.kernel import outgoing


def carry_out(job: Job) -> Outcome:
    """Ask, and keep the first rows as lines whose values are parted by tabs.

    The cursor lives in the database: rows beyond the limit are never sent. Declaring it takes exactly one statement
    that reads; a second one behind a semicolon is refused there.
    """
    assert isinstance(job.action, SqlQuery)  # noqa: S101  # the library says so
    action = job.action
    try:
        with _connected(job) as database, database.cursor("watchkeep", row_factory=tuple_row) as cursor:
            cursor.execute(action.query.encode(), action.values)
            rows = cursor.fetchmany(action.most_rows + 1)
            names = [column.name for column in cursor.description or ()]
            database.rollback()
    except psycopg.Error as error:
        return Outcome(End.FAILED, why=_said(error))
    return _outcome(names, rows, action.most_rows)


def probe(job: Job) -> Outcome:
    """Sign in and ask for the version."""
    try:
        with _connected(job) as database:
            version = database.info.server_version
    except psycopg.Error as error:
        return Outcome(End.FAILED, why=_said(error))
    return Outcome(End.SUCCEEDED, output=f"PostgreSQL {version // 10_000}.{version % 10_000}")


def _connected(job: Job) -> "psycopg.Connection[Any]":
    assert isinstance(job.settings, Sql)  # noqa: S101  # the library says so
    parts = job.settings.parts()
    host, port = parts.pop("host"), int(parts.pop("port", "5432"))
    most = round(job.deadline.left * 1000)
    database = psycopg.connect(
        **parts,  # type: ignore[arg-type]  # each is a text
        host=host,
        hostaddr=outgoing.resolve(host, port, job.allowed),
        port=port,
        connect_timeout=max(2, int(job.deadline.left)),
        application_name="watchkeep",
        options=f"-c default_transaction_read_only=on -c statement_timeout={most}",
    )
    job.deadline.cuts(database.cancel)
    job.deadline.cuts(database.close)
    database.read_only = True
    return database


def _outcome(names: list[str], rows: list[tuple[Any, ...]], most: int) -> Outcome:
    kept = rows[:most]
    lines = ["\t".join(names), *("\t".join(_cell(value) for value in row) for row in kept)]
    text = "\n".join(lines)[:MOST_BYTES]
    result: dict[str, str | int | bool] = {"rows": len(kept), "has_more": len(rows) > most}
    if kept and kept[0]:
        result["value"] = _cell(kept[0][0])
    return Outcome(End.SUCCEEDED, output=text, result=result)


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _said(error: psycopg.Error) -> str:
    return (error.diag.message_primary or str(error)).strip()

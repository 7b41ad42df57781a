"""The database out and in again: `pg_dump` and its siblings, without a password on any command line."""

import os
import subprocess
from itertools import chain, islice
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict

from watchkeep.launch.postgres import binaries
from watchkeep.launch.words import CannotGoOn

ENVIRONMENT = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
EMPTY_FIRST = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
HEADER = 60  # lines in which a dump sets the stage
UNKNOWN_TO_OLDER_SERVERS = b"SET transaction_timeout"
IN_USE = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('public') AND relkind IN ('r', 'p')"


def dump(url: str, to: Path) -> None:
    """Write a consistent picture of the database, in the custom format."""
    to.touch(mode=0o600)
    tools = binaries.tools_for(_major(url))
    command = [tools.program("pg_dump"), "--format=custom", "--no-owner", "--no-acl", f"--file={to}"]
    result = subprocess.run(command, env=_environment(url), capture_output=True, text=True, check=False)
    if result.returncode:
        raise CannotGoOn(f"pg_dump could not read the database: {result.stderr.strip()}")


def load(url: str, dumped: Path) -> None:
    """Replace the database's contents by the dump's, in one transaction: all of it, or nothing has changed."""
    reader, writer = binaries.newest_tools(), binaries.tools_for(_major(url))
    script = [reader.program("pg_restore"), "--no-owner", "--no-acl", "--no-comments", "--file=-", str(dumped)]
    psql = [writer.program("psql"), "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    with (
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as source,
        subprocess.Popen(
            [*psql, "--command", EMPTY_FIRST, "--file=-"],
            env=_environment(url) | {"PGOPTIONS": "-c client_min_messages=warning"},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as target,
    ):
        is_whole = _pour(source, target)
        if not is_whole:
            target.kill()
        _, said = target.communicate()
        read = source.stderr.read() if source.stderr else b""
    if not is_whole or target.returncode:
        why = (said or read).decode(errors="replace").strip()[-1000:]
        raise CannotGoOn(f"The database took nothing of the backup, and is as it was: {why}")


def count_tables(url: str) -> int:
    """How many tables are in the database."""
    return _ask(url, TABLES)


def count_users(url: str) -> int:
    """How many others are connected to the database."""
    return _ask(url, IN_USE)


def _pour(source: "subprocess.Popen[bytes]", target: "subprocess.Popen[bytes]") -> bool:
    """Hand the script over, without the one setting that servers before 17 refuse. False when it was cut short."""
    if not source.stdout or not target.stdin:
        return False
    header = [line for line in islice(source.stdout, HEADER) if not line.startswith(UNKNOWN_TO_OLDER_SERVERS)]
    try:
        for block in chain(header, iter(lambda: _read(source.stdout), b"")):
            target.stdin.write(block)
    except BrokenPipeError:
        source.kill()
        return False
    return source.wait() == 0


def _read(file: IO[bytes] | None) -> bytes:
    return file.read(1024 * 1024) if file else b""


def _major(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10000


def _ask(url: str, question: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
        return int(row[0]) if row else 0


def _environment(url: str) -> dict[str, str]:
    told = conninfo_to_dict(url)
    return os.environ | {name: str(told[key]) for key, name in ENVIRONMENT.items() if told.get(key)}

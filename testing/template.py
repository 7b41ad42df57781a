"""One database that has all migrations behind it, from which each process of the tests copies its own in an instant."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

import watchkeep

PACKAGE = Path(watchkeep.__file__).parent
OTHERS = ("django", "procrastinate")  # who bring migrations of their own
LOCK = 0x77617463


def ready() -> str:
    """Name the database to copy; the first process that asks makes it, and later runs use it while nothing changes."""
    own = str(connection.settings_dict["NAME"])
    prefix = f"{own[:40]}_template_"
    name = prefix + _fingerprint()
    with _maintenance() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if name not in known:
            for old in sorted(database for database in known if database.startswith(prefix)):
                _drop(server, old)
            _make(server, f"{prefix}part")
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(f"{prefix}part"), sql.Identifier(name))
            )
    return name


def drop(name: str) -> None:
    """Drop a database, whoever still listens to it; Django would wait five seconds for them, and leave it."""
    with _maintenance() as server:
        _drop(server, name)


def _make(server: psycopg.Connection, name: str) -> None:
    """Migrate a new database under this name, through the connection that the tests use later."""
    server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _maintenance() -> Iterator[psycopg.Connection]:
    """A connection to the server's own database, as Django's test databases are made."""
    about = connection.get_connection_params() | {"dbname": "postgres"}
    address = {key: about[key] for key in ("dbname", "user", "password", "host", "port") if about.get(key)}
    with psycopg.connect(**address, autocommit=True) as server:
        yield server


def _fingerprint() -> str:
    """Changes with whatever a migration runs: the migrations, the kernel that they call, and the libraries."""
    seen = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in OTHERS).encode())
    for path in sorted([*PACKAGE.rglob("migrations/*.py"), *PACKAGE.glob("kernel/*.py")]):
        seen.update(f"{path.relative_to(PACKAGE)}\n".encode() + path.read_bytes())
    return seen.hexdigest()[:12]

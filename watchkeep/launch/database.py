"""A database for a command: the one that is named, the one that runs, or the embedded one for as long as it takes."""

import contextlib
import os
from collections.abc import Iterator

import psycopg

from watchkeep.launch import instance
from watchkeep.launch.folders import Folders
from watchkeep.launch.instance import Instance
from watchkeep.launch.postgres import sizing
from watchkeep.launch.postgres.binaries import OLDEST
from watchkeep.launch.postgres.cluster import Cluster
from watchkeep.launch.postgres.server import Server
from watchkeep.launch.surroundings import external_database
from watchkeep.launch.words import CannotGoOn


@contextlib.contextmanager
def at_hand(folders: Folders) -> Iterator[str]:
    """The address of a database that answers, while the block runs."""
    if named := external_database():
        version_of(named)
        yield named
    elif running := instance.running(folders):
        version_of(running.database_url, "of the instance that runs here")
        yield running.database_url
    else:
        folders.make()
        with instance.only_one(folders):
            instance.clear_leftovers(folders)
            server = embedded(folders)
            try:
                server.start()
                Instance(pid=os.getpid(), database_url=server.url).publish(folders)
                yield server.url
            finally:
                server.stop()
                folders.instance.unlink(missing_ok=True)


def embedded(folders: Folders) -> Server:
    """The embedded PostgreSQL of this data directory, not yet started."""
    return Server(Cluster.of(folders), sizing.settings(sizing.memory()))


def version_of(url: str, which: str = "named in DATABASE_URL") -> str:
    """The version of a PostgreSQL. Raises CannotGoOn, in words, when it cannot serve us."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise CannotGoOn("DATABASE_URL must begin with postgres:// (PostgreSQL is the only database, see ADR 0001).")
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            number, version = connection.info.server_version, connection.info.parameter_status("server_version")
    except psycopg.Error as error:
        raise CannotGoOn(f"The database {which} does not answer: {str(error).strip()}") from error
    if number < OLDEST * 10000:
        raise CannotGoOn(f"The database {which} is PostgreSQL {version}; Watchkeep needs {OLDEST} or newer.")
    return (version or str(number)).split()[0]

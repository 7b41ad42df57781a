"""`watchkeep work`."""

import os
import sys
from argparse import Namespace
from typing import cast

from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from watchkeep.launch import database, folders, inside, instance, prepare, surroundings
from watchkeep.launch.folders import Folders
from watchkeep.launch.words import CannotGoOn


def run(chosen: Namespace) -> int:
    """Work until SIGTERM, beside a database that runs already."""
    here = folders.here()
    here.make()
    inside.enter(here, database_of(here))
    if chosen.prepare:
        _prepare(here, chosen)
    inside.find("watchkeep.kernel.worker.run")(chosen.only, chosen.without, _ready)
    return 0


def database_of(here: Folders) -> str:
    """The address of a database that runs. Raises CannotGoOn when there is none: this command does not start one."""
    if named := surroundings.external_database():
        database.version_of(named)
        return named
    if running := instance.running(here):
        return running.database_url
    raise CannotGoOn("No database runs. Start everything with `watchkeep up`, or name a PostgreSQL in DATABASE_URL.")


def _prepare(here: Folders, chosen: Namespace) -> None:
    """Said on a terminal; what is said afterwards goes where the launcher wants the logs.

    A process that had much to do would keep the memory that it took: then a fresh one goes on in its place.
    """
    had_much_to_do = prepare.everything(here, with_demo=chosen.prepare == "demo")
    connections.close_all()
    cast("DatabaseWrapper", connections["default"]).close_pool()  # with its threads: what is forked from here has one
    _tell(surroundings.PREPARED)
    if log := os.environ.pop(surroundings.LOG, ""):
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(descriptor, stream.fileno())
        os.close(descriptor)
    if had_much_to_do:
        given = [word for word in sys.argv[1:] if not word.startswith("--prepare")]
        command = surroundings.python("watchkeep", *given)
        os.execv(command[0], command)  # noqa: S606 -- we become it


def _ready() -> None:
    connection.ensure_connection()
    _tell(surroundings.READY)
    if ear := os.environ.pop(surroundings.EAR, ""):
        os.close(int(ear))


def _tell(word: bytes) -> None:
    """Tell the launcher, if one listens, how far we are."""
    if ear := os.environ.get(surroundings.EAR):
        os.write(int(ear), word)

"""`watchkeep work`."""

import os
from argparse import Namespace

from django.db import connection

from watchkeep.launch import database, folders, inside, instance, surroundings
from watchkeep.launch.folders import Folders
from watchkeep.launch.words import CannotGoOn


def run(chosen: Namespace) -> int:
    """Work until SIGTERM, beside a database that runs already."""
    here = folders.here()
    here.make()
    inside.enter(here, database_of(here))
    inside.find("watchkeep.kernel.worker.run")(chosen.only, chosen.without, _tell_that_we_are_ready)
    return 0


def database_of(here: Folders) -> str:
    """The address of a database that runs. Raises CannotGoOn when there is none: this command does not start one."""
    if named := surroundings.external_database():
        database.version_of(named)
        return named
    if running := instance.running(here):
        return running.database_url
    raise CannotGoOn("No database runs. Start everything with `watchkeep up`, or name a PostgreSQL in DATABASE_URL.")


def _tell_that_we_are_ready() -> None:
    connection.ensure_connection()
    if descriptor := os.environ.pop("WATCHKEEP_READY_FD", ""):
        os.write(int(descriptor), b"1")
        os.close(int(descriptor))

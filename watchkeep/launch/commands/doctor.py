"""`watchkeep doctor`."""

from argparse import Namespace
from collections.abc import Iterator

from django.db import Error

from watchkeep.config import env
from watchkeep.launch import database, folders, inside, surroundings
from watchkeep.launch import instance as instances
from watchkeep.launch.doctor import outside, within
from watchkeep.launch.doctor.findings import Finding, Level, bad, uneasy
from watchkeep.launch.folders import Folders
from watchkeep.launch.instance import Instance
from watchkeep.launch.words import CannotGoOn, say


def run(_chosen: Namespace) -> int:
    """Say what is well, what is not, and what to do; 1 when something does not work."""
    worst = Level.FINE
    for finding in _examine(folders.here()):
        say(str(finding))
        if finding.level is Level.BAD or worst is Level.FINE:
            worst = finding.level
    say(
        {Level.FINE: "\n  All is well.", Level.UNEASY: "\n  It works; see the lines marked !."}.get(
            worst, "\n  Mend ✗ first."
        )
    )
    return 1 if worst is Level.BAD else 0


def _examine(here: Folders) -> Iterator[Finding]:
    yield outside.python()
    yield outside.who_we_are()
    if not here.home.is_dir():
        yield uneasy("Data", f"{here.home} does not exist yet", "The first start makes it: ./run or watchkeep up.")
        return
    running = instances.running(here)
    yield outside.instance(running, here)
    yield from outside.disk(here)
    yield from outside.forgotten(here)
    yield outside.keys(here)
    yield from _surroundings(here, running)
    yield from _database(here)


def _surroundings(here: Folders, running: Instance | None) -> Iterator[Finding]:
    try:
        told = env.read()
    except ValueError as error:
        yield bad("Environment", str(error), "Correct that variable.")
        return
    yield outside.port(told, running)
    yield outside.address(told, running)
    yield outside.mail(told, here)


def _database(here: Folders) -> Iterator[Finding]:
    if not surroundings.external_database() and not here.postgres.exists():
        yield uneasy("Database", "there is none yet", "The first start makes it: ./run or watchkeep up.")
        return
    try:
        with database.at_hand(here) as url:
            inside.enter(here, url)
            yield from within.examine()
    except (CannotGoOn, Error) as trouble:
        yield bad("Database", str(trouble), "Nothing works without it.")

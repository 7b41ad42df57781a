"""Step over into Django: only here, and only when the database and the data directory are known."""

import gc
import os
import pkgutil
from typing import Any

import django

from watchkeep.launch import surroundings
from watchkeep.launch.folders import Folders


def enter(folders: Folders, database_url: str) -> None:
    """Let Django read its settings for this database. Once for each process."""
    prepare(folders, database_url)
    gc.disable()  # what is read now stays: to look through it again and again is a fifth of a start
    django.setup()
    gc.enable()


def prepare(folders: Folders, database_url: str) -> None:
    """Give this process the environment of the inside, without going there yet."""
    os.environ.update(surroundings.environment(folders, database_url=database_url))


def find(path: str) -> Any:
    """A module of the inside, or something in one, by its name: it cannot be imported before `enter`."""
    return pkgutil.resolve_name(path)

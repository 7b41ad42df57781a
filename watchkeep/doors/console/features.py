"""The folders of the console, found rather than listed."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from watchkeep.doors import console
from watchkeep.doors.ui.frame import Entry


def modules(room: str) -> Iterator[ModuleType]:
    """The module ``room`` of every feature that has one."""
    for folder in iter_modules(console.__path__):
        name = f"{console.__name__}.{folder.name}.{room}"
        if folder.ispkg and find_spec(name):
            yield import_module(name)


@cache
def entries(kind: str) -> tuple[Entry, ...]:
    """What the features put into the ``RAIL`` or the ``SETTINGS``, in order."""
    found: Iterable[Any] = (entry for nav in modules("nav") for entry in getattr(nav, kind, ()))
    return tuple(sorted(found, key=lambda entry: (entry.order, str(entry.label))))

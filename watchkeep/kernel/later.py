"""Libraries that few processes need: read when something of them is asked for, not at each start.

Those that are read so were a fifth of what a process reads before it can serve.
"""

from importlib import import_module
from typing import Any


class Later:
    """A module that is read when something of it is asked for, from whichever thread."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        """Return what the module has by that name. Raises AttributeError, or ImportError when there is no module."""
        return getattr(import_module(self._name), attribute)


def later(name: str) -> Any:
    """Name a module; nothing of it is read now."""
    return Later(name)

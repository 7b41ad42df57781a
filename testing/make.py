"""The one import of a test: ``from testing import make``. Builders live in ``testing/makers``, one file a slice."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from testing import makers

_BUILDERS: dict[str, Any] = {}
for _module in iter_modules(makers.__path__):
    _namespace = vars(import_module(f"testing.makers.{_module.name}"))
    _BUILDERS.update(
        {
            name: value
            for name, value in _namespace.items()
            if getattr(value, "__module__", "") == _namespace["__name__"]
        }
    )


def __getattr__(name: str) -> Any:
    """Find a builder, such as ``make.incident``."""
    try:
        return _BUILDERS[name]
    except KeyError:
        raise AttributeError(f"there is no builder called {name}") from None

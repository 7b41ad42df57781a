"""Placeholders in parameters: `{{ incident.number }}` becomes its value when the action runs.

Jinja's sandbox, and of its language only names, their parts, a few filters and a choice between two values: no
loops, no calls, no arithmetic. So a text is filled in time that grows with its length, and a page can show beforehand
what it becomes. How a value is written into its surroundings (quoted, percent-encoded, bound) is decided by the
action, never by whoever writes the text.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined, nodes
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST = 20_000
KNOWN: Mapping[str, frozenset[str] | None] = {
    "incident": frozenset({"number", "title", "severity", "priority", "url", "state", "team"}),
    "service": frozenset({"name", "slug", "tier"}),
    "asset": frozenset({"name", "kind", "external_id", "attributes"}),
    "request": frozenset({"number", "title", "item", "quantity"}),
    "requester": frozenset({"name", "email", "login", "manager"}),
    "answers": None,
}
"""The names that every run knows, and their parts; None when only the run itself can tell."""

_FILTERS = ("default", "d", "first", "int", "last", "lower", "title", "trim", "upper")
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.Filter, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip


class BadPlaceholder(ValueError):  # noqa: N818  # it is what it says
    """The text cannot be filled; the message says why."""


class _Environment(ImmutableSandboxedEnvironment):
    """Knows nothing but the few filters."""

    def __init__(self, write: Callable[[str], str]) -> None:
        super().__init__(
            undefined=StrictUndefined, finalize=lambda value: write(_plain(value)), keep_trailing_newline=True
        )
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: FILTERS[name] for name in _FILTERS}


def check(text: str, also: Iterable[str] = ()) -> None:
    """Raises BadPlaceholder in words for what could never be filled; ``also`` are names that the asker brings along."""
    if len(text) > LONGEST:
        raise BadPlaceholder("The text is too long.")
    if "{" not in text:
        return
    environment = _Environment(str)
    try:
        tree = environment.parse(text)
        for node in _every(tree):
            _refuse(node, {*KNOWN, *also})
        environment.compile(tree)  # last, for it works constants out: 9 ** 9 ** 9 would never end
    except TemplateError as error:
        raise BadPlaceholder(f"The placeholders cannot be read: {error.message}") from error
    except (RecursionError, SyntaxError) as error:  # the second by the compiler, of too many levels
        raise BadPlaceholder("The placeholders are nested too deeply.") from error


def fill(text: str, values: Mapping[str, Any], write: Callable[[str], str] = str) -> str:
    """The text with its placeholders filled, each written by ``write``. Raises BadPlaceholder."""
    check(text, values)
    if "{" not in text:
        return text
    try:
        filled = _Environment(write).from_string(text).render(**values)
    except BadPlaceholder:
        raise
    except (TemplateError, TypeError, ValueError, KeyError) as error:
        raise BadPlaceholder(f"A placeholder has no value: {getattr(error, 'message', None) or error}") from error
    if len(filled) > LONGEST:
        raise BadPlaceholder("The text becomes too long.")
    return filled


def _refuse(node: nodes.Node, known: set[str]) -> None:
    if not isinstance(node, _ALLOWED):
        raise BadPlaceholder("Placeholders are names such as {{ incident.number }}, without loops or calculations.")
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise BadPlaceholder(f"Nothing is called {node.attr} here.")
    if isinstance(node, nodes.Name) and node.name not in known:
        raise BadPlaceholder(f"Nothing is called {node.name} here.")
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        parts = KNOWN.get(node.node.name)
        if parts is not None and node.attr not in parts:
            raise BadPlaceholder(f"{node.node.name} has no {node.attr}.")


def _every(tree: nodes.Node) -> Iterable[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _every(child)


def _plain(value: Any) -> str:
    """A value as text. Only plain values have one."""
    if isinstance(value, Undefined):
        str(value)  # complains with the name
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, bool | str | int | float):
        return str(value).lower() if isinstance(value, bool) else str(value)
    raise BadPlaceholder("A placeholder has no value.")

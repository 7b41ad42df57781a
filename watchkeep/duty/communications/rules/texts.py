"""Texts with names in braces: checked when they are saved, filled from a fixed list of values, never longer than fits.

The templates are Jinja's in its immutable sandbox, and of its language no more than names, conditions and four
filters: no loops, no calls, no attributes, no arithmetic. So what a text may cost is known before it is filled.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

LONGEST_VALUE = 2000
LONGEST_TEXT = 20_000

SHARED: Mapping[str, str] = {
    "service": "Web shop",
    "started_at": "24 Nov 2026, 02:10 UTC",
    "elapsed": "1 h 20 min",
    "restored_at": "24 Nov 2026, 03:30 UTC",
    "latest_update": "We have found the cause and are putting it right.",
    "next_word_at": "24 Nov 2026, 04:00 UTC",
}
INTERNAL: Mapping[str, str] = {
    "number": "INC-1042",
    "title": "The web shop does not answer",
    "severity": "SEV1",
    "severity_name": "Critical",
    "state": "In progress",
    "services": "Web shop, Payments",
    "people_affected": "41,000",
    "team": "Web",
    "assignee": "Ana Ferreira",
    "cause": "A certificate had expired.",
    "fix": "The certificate was renewed.",
    "link": "https://watchkeep.example/incidents/INC-1042",
}
"""The names that texts may use, each with a sample. What is internal never reaches words for the outside."""

GERMAN: Mapping[str, str] = {
    "service": "Webshop",
    "started_at": "24. November 2026, 02:10 UTC",
    "restored_at": "24. November 2026, 03:30 UTC",
    "latest_update": "Wir kennen die Ursache und beheben sie.",
    "next_word_at": "24. November 2026, 04:00 UTC",
    "title": "Der Webshop antwortet nicht",
    "severity_name": "Kritisch",
    "state": "In Arbeit",
    "services": "Webshop, Zahlungen",
    "people_affected": "41.000",
    "cause": "Ein Zertifikat war abgelaufen.",
    "fix": "Das Zertifikat wurde erneuert.",
}
"""The samples that read differently there."""

_FILTERS = frozenset({"upper", "lower", "capitalize", "default"})
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr, nodes.Filter,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip
_GAPS = re.compile(r"\n\s*\n")
_ENV = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)


class Unfit(ValueError):  # noqa: N818  # it is what it says
    """A text that cannot be used. ``reason`` is a word of ours, ``names`` those that it is about."""

    def __init__(self, reason: str, *names: str) -> None:
        super().__init__(reason, *names)
        self.reason, self.names = reason, names


def names_for(*, is_outside: bool, language: str = "en") -> Mapping[str, str]:
    """The names that such a text may use, with samples in a language."""
    known = SHARED if is_outside else {**SHARED, **INTERNAL}
    return {name: GERMAN.get(name, sample) if language == "de" else sample for name, sample in known.items()}


def check(text: str, *, is_outside: bool) -> None:
    """Raise Unfit: ``syntax``, ``construct``, ``filter`` or, with the names, ``unknown``."""
    try:
        tree = _ENV.parse(text)
        _refuse_strange(tree, names_for(is_outside=is_outside))
        _ENV.compile(tree)
    except TemplateSyntaxError as error:
        raise Unfit("syntax", str(error.message)) from error
    except (RecursionError, SyntaxError) as error:  # the second by the compiler, of too many levels
        raise Unfit("syntax", "nested too deeply") from error


def fill(text: str, values: Mapping[str, str], *, is_outside: bool) -> str:
    """The text with its names filled. A name that is not for this side fails even if it slipped in. Raises Unfit."""
    known = {name: values.get(name, "")[:LONGEST_VALUE] for name in names_for(is_outside=is_outside)}
    try:
        filled = _compiled(text).render(known)
    except TemplateError as error:
        raise Unfit("syntax", str(error)) from error
    if len(filled) > LONGEST_TEXT:
        raise Unfit("long")
    return _GAPS.sub("\n\n", filled).strip()


def joined(parts: list[str]) -> str:
    """The same words in several languages, one after the other."""
    return "\n\n· · ·\n\n".join(part for part in parts if part)


def _refuse_strange(tree: nodes.Template, known: Mapping[str, str]) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            raise Unfit("construct", type(node).__name__)
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            raise Unfit("filter", node.name)
    if unknown := meta.find_undeclared_variables(tree) - known.keys():
        raise Unfit("unknown", *sorted(unknown))


@lru_cache(maxsize=256)
def _compiled(text: str) -> Template:
    return _ENV.from_string(text)

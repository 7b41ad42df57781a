"""A class as its page reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from watchkeep.estate.assets import queries
from watchkeep.estate.assets.models import MEANINGS, ItemClass, RelationRule
from watchkeep.estate.discovery import queries as discovery
from watchkeep.estate.discovery.models import Patience
from watchkeep.kernel.actors import Actor

COLUMNS = ("serial", "manufacturer", "model")
"""What every item has and what sources often disagree about."""


@dataclass
class Reading:
    """One way in which relations lead from such things: to which classes they may, and to which they may not."""

    words: Any
    allowed: list[tuple[RelationRule, Any, bool]] = field(default_factory=list)
    forbidden: list[tuple[RelationRule, Any, bool]] = field(default_factory=list)


def rules_of(cls: ItemClass, actor: Actor) -> list[Reading]:
    """What such things may hang on and what may hang on them: each with whether this class itself is named."""
    found: dict[tuple[str, bool], Reading] = {}
    for rule in queries.rules_touching(cls, actor):
        meaning = MEANINGS[rule.kind]
        for near, far, words, begins in (
            (rule.from_cls, rule.to_cls, meaning.forwards, True),
            (rule.to_cls, rule.from_cls, meaning.backwards, False),
        ):
            if near is None or cls.is_within(near.path):
                reading = found.setdefault((rule.kind, begins), Reading(words))
                kept = reading.allowed if rule.is_allowed else reading.forbidden
                kept.append((rule, far or _("anything"), near == cls))
    order = {kind: at for at, kind in enumerate(MEANINGS)}
    return [found[key] for key in sorted(found, key=lambda key: (order[key[0]], not key[1]))]


def attribute(cls: ItemClass, name: str) -> Mapping[str, Any]:
    """One that this class describes itself."""
    try:
        return cls.described()[name]
    except KeyError:
        raise Http404 from None


def patience(cls: ItemClass) -> Patience | None:
    """What holds for it: its own word, or that of the nearest class above."""
    rows = {one.cls.path: one for one in discovery.patience()}
    return next((rows[path] for path in reversed(cls.line) if path in rows), None)


def own_patience(cls: ItemClass) -> int | None:
    """What was said of this very class."""
    found = patience(cls)
    return found.days if found and found.cls == cls else None


def word_for(cls: ItemClass, name: str = "") -> str:
    """Whose word counts, in words, for an attribute of such things; by default, for what has no rule of its own."""
    rule = queries.authority_for(cls, name)
    return said(rule.order, queries.source_names()) if rule else ""


def said(order: list[str], names: Mapping[str, str]) -> str:
    """An order of trust as a sentence says it."""
    return _(" before ").join(queries.in_words(order, names))

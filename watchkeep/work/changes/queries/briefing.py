"""Reads: what somebody who must agree needs to know first, in one look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from django.utils.translation import gettext as _

from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Service
from watchkeep.work.changes.queries.conflicts import conflicts_of
from watchkeep.work.changes.queries.neighbours import neighbours_of
from watchkeep.work.changes.queries.reading import BANDS
from watchkeep.work.changes.rules.risk import Part, answers_in_words, band_of

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from watchkeep.work.changes.models import Change
    from watchkeep.work.changes.queries.neighbours import Neighbour
    from watchkeep.work.changes.rules.conflicts import Conflict

NAMED = 8
"""So many of what hangs on it are named, the most important first."""


@dataclass(frozen=True)
class Brief:
    """What it is in one look. ``parts`` are those of its risk that add something, the heaviest first.

    ``lines`` say the risk in words and name what is ``hanging`` on it. ``answers`` are what people said of its risk,
    ``against`` is what stands against its time, ``near`` what is altered on the same a day before or after.
    """

    change: Change
    lines: list[tuple[str, str]]
    parts: list[Part]
    band: str
    hanging: str
    answers: list[tuple[str, str]]
    against: list[Conflict]
    near: list[Neighbour]

    @property
    def band_in_words(self) -> Promise:
        """How risky it is, in a word."""
        return BANDS[self.band]


def brief_of(change: Change) -> Brief:
    """The risk with what it is made of, and what hangs on it: a bounded number of queries."""
    band, lines = band_of(change.risk), []
    if change.risk is not None:
        words = {"risk": change.risk, "band": BANDS[band]}
        lines.append((_("Risk"), _("%(risk)s of 100, %(band)s") % words))
    if hanging := hanging_on(change):
        lines.append((_("Hangs on it"), hanging))
    parts = [msgspec.convert(part, Part) for part in change.risk_parts]
    heaviest = sorted((one for one in parts if one.points), key=lambda one: -one.points)
    return Brief(
        change, lines, heaviest, band, hanging, answers_in_words(change.answers), conflicts_of(change),
        neighbours_of(change),
    )  # fmt: skip


def hanging_on(change: Change) -> str:
    """What hangs on what it touches, in words; empty where the map knows of nothing."""
    touched = list(change.touches.values_list("service", flat=True))
    hit = services.hit_by(touched, list(change.touches_items.values_list("item", flat=True)))
    rows = Service.objects.filter(pk__in=set(hit) - set(touched)).active().order_by("tier", "name")
    names, count = [one.name for one in rows[:NAMED]], rows.count()
    more = _(" and %(count)s more") % {"count": count - len(names)} if count > len(names) else ""
    return ", ".join(names) + more

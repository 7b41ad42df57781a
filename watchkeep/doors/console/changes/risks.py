"""How a risk is drawn: its band as a sign, its parts as bars, and what only a person knows as questions."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.signs import Sign, Words
from watchkeep.work.changes.queries import band_of

BANDS = {
    "low": Sign(_("Low risk"), "check", "green"),
    "medium": Sign(_("Medium risk"), "minus", "amber"),
    "high": Sign(_("High risk"), "up", "red"),
}
PARTS: dict[str, Words] = {
    "reach": _("What hangs on it"),
    "record": _("How the like of it went"),
    "size": _("Size"),
    "time": _("Time"),
    "freeze": _("Freezes"),
    "collision": _("Collisions"),
    "care": _("Test and back-out"),
}


@dataclass(frozen=True)
class Bar:
    """One part of a score as it is drawn."""

    label: Words
    points: int
    most: int
    why: str


def bars(parts: list[dict[str, Any]]) -> list[Bar]:
    """The parts of a score that a row keeps, what weighs most first."""
    found = [Bar(PARTS.get(one["name"], one["name"]), one["points"], one["most"], one["why"]) for one in parts]
    return sorted(found, key=lambda one: -one.points)


def sign_of(risk: int | None) -> Sign:
    """The sign of a score's band."""
    return BANDS[band_of(risk)]

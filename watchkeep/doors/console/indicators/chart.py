"""Two weeks of an indicator as a small drawing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from watchkeep.insight.verdicts import queries
from watchkeep.insight.verdicts.models import STEP, Indicator

DAYS = timedelta(days=14)
WIDTH, HEIGHT = 720, 120


@dataclass(frozen=True)
class Chart:
    """A path in a box, with what lies at its edges, which says the same in words."""

    path: str
    usual: str
    least: float
    most: float
    last: float
    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, indicator: Indicator, now: datetime) -> "Chart | None":
        """Draw the last two weeks; None where fewer than two figures are known."""
        ends = floor(now) + STEP
        found = queries.beside_usual({indicator.pk: "day"}, ends - STEP, ends, ends - DAYS, ends)
        return cls.drawn(*found[indicator.pk], ends - DAYS, ends) if found else None

    @classmethod
    def drawn(cls, values: Any, usual: Any, begins: datetime, ends: datetime) -> "Chart | None":
        """Draw figures beside what was to be expected of them; None where fewer than two figures are known."""
        drawn, expected = queries.line(values), queries.line(usual)
        known = [value for value in drawn if value is not None]
        if len(known) < 2:
            return None
        every = [*known, *(value for value in expected if value is not None)]
        least, most = min(every), max(every)
        lines = path(drawn, least, most), path(expected, least, most)
        return cls(*lines, min(known), max(known), known[-1], begins, ends)

    def place_of(self, at: datetime) -> int:
        """How far to the right a moment lies."""
        part = (at - self.begins) / (self.ends - self.begins)
        return round(WIDTH * min(max(part, 0.0), 1.0))

    @property
    def box(self) -> str:
        """The box that the path is drawn in."""
        return f"0 -4 {WIDTH} {HEIGHT + 8}"


def floor(at: datetime) -> datetime:
    """The beginning of its five minutes."""
    return at.replace(minute=at.minute // 5 * 5, second=0, microsecond=0)


def path(drawn: list[float | None], least: float, most: float) -> str:
    """The line through the values; a gap is a gap."""
    parts, pen = list[str](), "M"
    for place, value in enumerate(drawn):
        if value is None:
            pen = "M"
            continue
        x = place * WIDTH / max(1, len(drawn) - 1)
        y = HEIGHT - (value - least) * HEIGHT / ((most - least) or 1)
        parts.append(f"{pen}{x:.0f} {y:.0f}")
        pen = "L"
    return "".join(parts)

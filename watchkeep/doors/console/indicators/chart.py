"""Two weeks of an indicator as a small drawing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from watchkeep.insight.verdicts import queries
from watchkeep.insight.verdicts.models import STEP, Indicator

DAYS = timedelta(days=14)
WIDTH, HEIGHT = 720, 120


@dataclass(frozen=True)
class Chart:
    """A path in a box, with what lies at its edges, which says the same in words."""

    path: str
    least: float
    most: float
    last: float
    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, indicator: Indicator, now: datetime) -> "Chart | None":
        """Draw the last two weeks; None where fewer than two figures are known."""
        ends = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0) + STEP
        values = queries.figures([indicator.pk], ends - DAYS, ends).get(indicator.pk)
        drawn = queries.line(values) if values is not None else []
        known = [value for value in drawn if value is not None]
        if len(known) < 2:
            return None
        return cls(path(drawn, min(known), max(known)), min(known), max(known), known[-1], ends - DAYS, ends)

    @property
    def box(self) -> str:
        """The box that the path is drawn in."""
        return f"0 -4 {WIDTH} {HEIGHT + 8}"


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

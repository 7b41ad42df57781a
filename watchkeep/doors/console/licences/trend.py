"""A year of a product at most, as a small drawing: what was owned and what was used, as steps from day to day."""

from dataclasses import dataclass
from datetime import date, timedelta

from watchkeep.estate.licences.models import Position, Product

DAYS, WIDTH, HEIGHT = 365, 730, 100


@dataclass(frozen=True)
class Trend:
    """Two paths in a box, and the numbers at their ends, which say the same in words."""

    owned: str
    used: str
    begins: date
    first: Position
    last: Position
    most: int

    @classmethod
    def of(cls, product: Product, day: date) -> "Trend | None":
        """Draw the year until a day, or as much of it as is known; None where that is one day alone."""
        begins = day - timedelta(days=DAYS)
        before = product.positions.filter(on__lte=begins).order_by("-on").first()
        rows = [*([before] if before else []), *product.positions.filter(on__gt=begins, on__lte=day).order_by("on")]
        if len(rows) < 2:
            return None
        begins = max(begins, rows[0].on)
        most = max(max(one.owned, one.used) for one in rows) or 1
        owned, used = (_steps(rows, begins, day, most, name) for name in ("owned", "used"))
        return cls(owned, used, begins, rows[0], rows[-1], most)

    @property
    def box(self) -> str:
        """The box that the paths are drawn in."""
        return f"0 -4 {WIDTH} {HEIGHT + 8}"


def _steps(rows: list[Position], begins: date, ends: date, most: int, name: str) -> str:
    parts: list[str] = []
    for one in rows:
        x = max(0, (one.on - begins).days) * WIDTH // max(1, (ends - begins).days)
        y = HEIGHT - getattr(one, name) * HEIGHT // most
        parts.append(f"H{x}V{y}" if parts else f"M{x} {y}")
    return "".join(parts) + f"H{WIDTH}"

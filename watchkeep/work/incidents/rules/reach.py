"""Impact from what is really affected: figures beside thresholds, which are data."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

AGAIN = 1.5
"""A refused reason comes back when its figure is so many times what was refused."""


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """From which figures on the impact is widespread (1) or a group's (2), and what makes work more urgent.

    Tiers count downwards: the threshold or a more critical tier. ``alerts`` and ``reports`` are those of a quarter of
    an hour; ``deadline_minutes`` is how near a deadline presses, ``stalled_minutes`` how long nothing may happen.
    """

    wide_tier: int = 2
    wide_customers: int = 10_000
    wide_people: int = 5_000
    wide_value: int = 50_000
    group_tier: int = 3
    group_customers: int = 1_000
    group_people: int = 500
    group_value: int = 5_000
    alerts: int = 20
    reports: int = 3
    deadline_minutes: int = 30
    stalled_minutes: int = 120

    def of_impact(self, level: int) -> dict[str, int]:
        """The thresholds of impact 1 or 2, by figure."""
        prefix = "wide" if level == 1 else "group"
        return {name: getattr(self, f"{prefix}_{name}") for name in ("tier", "customers", "people", "value")}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is affected at one moment. ``tier`` None: nothing is known to be."""

    services: tuple[int, ...] = ()
    people: int = 0
    customers: int = 0
    value_per_hour: Decimal = field(default_factory=Decimal)
    tier: int | None = None


@dataclass(frozen=True)
class Cause:
    """One reason for a level: which, and the figure that reached it."""

    key: str
    figure: float = 0


@dataclass(frozen=True)
class Refusals:
    """What people said is no reason here, and up to which figure."""

    refused: frozenset[Cause] = frozenset()

    def holds(self, cause: Cause) -> bool:
        """Whether this cause has been refused, and is not much more than it was then."""
        return any(cause.key == one.key and cause.figure <= one.figure * AGAIN for one in self.refused)

    def but(self, causes: Iterable[Cause]) -> tuple[Cause, ...]:
        """Return the causes that count."""
        return tuple(cause for cause in causes if not self.holds(cause))


def impact(figures: Figures, thresholds: Thresholds, refusals: Refusals) -> tuple[int, tuple[Cause, ...]]:
    """Impact (1 widest to 3 narrowest) of these figures, and the causes of that level: none for the narrowest."""
    for level in (1, 2):
        if causes := refusals.but(reached(figures, thresholds, level)):
            return level, causes
    return 3, ()


def reached(figures: Figures, thresholds: Thresholds, level: int) -> list[Cause]:
    """Everything that makes the impact at least so wide (1 or 2)."""
    needed = thresholds.of_impact(level)
    found = [
        Cause(f"{name}:{level}", float(have))
        for name, have in (
            ("customers", figures.customers),
            ("people", figures.people),
            ("value", figures.value_per_hour),
        )
        if have >= needed[name]
    ]
    if figures.tier is not None and figures.tier <= needed["tier"]:
        found.append(Cause(f"tier:{level}", 1 / figures.tier))
    return found

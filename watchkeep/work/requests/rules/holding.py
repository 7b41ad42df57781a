"""Who may have how many."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entitlement:
    """What somebody has of an item and may still have. ``None`` limits nothing."""

    most_each: int | None
    most_in_all: int | None
    held: int
    held_in_all: int

    @property
    def left(self) -> int | None:
        """How many more this person may have; None is as many as they like."""
        rooms = [
            most - held
            for most, held in ((self.most_each, self.held), (self.most_in_all, self.held_in_all))
            if most is not None
        ]
        return max(0, min(rooms)) if rooms else None

    @property
    def is_used_up(self) -> bool:
        """Whether nothing is left."""
        return self.left == 0

    @property
    def is_sold_out(self) -> bool:
        """Whether nobody can have one more."""
        return self.most_in_all is not None and self.held_in_all >= self.most_in_all

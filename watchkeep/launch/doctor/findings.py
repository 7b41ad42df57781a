"""What the doctor says: how bad, what about, what is so, what to do."""

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How bad it is; the value is the mark before the line."""

    FINE = "✓"
    UNEASY = "!"
    BAD = "✗"


@dataclass(frozen=True)
class Finding:
    """One answer."""

    level: Level
    title: str
    text: str
    advice: str = ""

    def __str__(self) -> str:
        lines = [f"  {self.level.value} {self.title:<14} {self.text}"]
        if self.advice:
            lines.append(f"{'':19}→ {self.advice}")
        return "\n".join(lines)


def fine(title: str, text: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.FINE, title, text)


def uneasy(title: str, text: str, advice: str) -> Finding:
    """It works, and will be regretted."""
    return Finding(Level.UNEASY, title, text, advice)


def bad(title: str, text: str, advice: str) -> Finding:
    """It does not work."""
    return Finding(Level.BAD, title, text, advice)

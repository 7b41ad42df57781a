"""What changed from one text to another, line by line."""

from dataclasses import dataclass
from difflib import ndiff


@dataclass(frozen=True)
class Line:
    """One line: ``sign`` is "+" for new, "-" for gone, a space for the same."""

    sign: str
    text: str


def compare(before: str, after: str) -> list[Line]:
    """Every line of both texts, in order, with what became of it."""
    lines = ndiff(before.splitlines(), after.splitlines())
    return [Line(line[0], line[2:]) for line in lines if line[0] != "?"]

"""What is worth a draft, and how one is put together."""

from collections.abc import Iterable

SHORTEST_FIX = 15
"""A fix of fewer letters, such as "restarted", teaches nothing that could be followed."""
LONGEST_STEP = 600
MOST_STEPS = 12


def is_worth_it(fix: str) -> bool:
    """Whether what was done could be followed by somebody else."""
    return len(" ".join(fix.split())) >= SHORTEST_FIX


def draft(parts: Iterable[tuple[str, str]]) -> str:
    """Markdown with a heading over each part that says something."""
    return "\n\n".join(f"## {heading}\n\n{text.strip()}" for heading, text in parts if text.strip())


def steps(said: Iterable[str]) -> str:
    """What was noted meanwhile, as a list; long notes are shortened."""
    lines = [" ".join(one.split()) for one in said]
    return "\n".join(f"{number}. {_short(line)}" for number, line in enumerate(filter(None, lines[:MOST_STEPS]), 1))


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_STEP else f"{line[:LONGEST_STEP].rsplit(' ', 1)[0]} …"

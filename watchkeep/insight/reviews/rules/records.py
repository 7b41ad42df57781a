"""What a published review says as an article: its texts, causes and actions, in Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_SUMMARY = 300


@dataclass(frozen=True)
class Part:
    """A heading with its text, or with a line for each thing under it."""

    heading: str
    text: str = ""
    lines: tuple[str, ...] = ()


def body(first: str, parts: Iterable[Part]) -> str:
    """The whole article; a part that says nothing is left out."""
    told = [first]
    for part in parts:
        words = part.text.strip() or "\n".join(f"- {line}" for line in part.lines)
        if words:
            told.append(f"## {part.heading}\n\n{words}")
    return "\n\n".join(told)


def summary(text: str) -> str:
    """Its first paragraph, as far as it fits: up to the end of a sentence or a word."""
    text = " ".join(text.strip().partition("\n")[0].split())
    if len(text) <= LONGEST_SUMMARY:
        return text
    cut = text[: LONGEST_SUMMARY - 1]
    sentence = cut.rfind(". ")
    return cut[: sentence + 1] if sentence > 0 else f"{cut.rpartition(' ')[0] or cut}…"

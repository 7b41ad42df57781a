"""What somebody asks: which of their sentences ask it, and how much a word tells."""

import math
import re
from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")

ELSEWHERE = 0.5
"""How much a word counts that stands beside the question, such as how to answer it or what was tried."""
WORDS = 0.375
LEAST_WORD, LEAST_MEANING = 0.1, 0.4
"""From which share of the words, or likeness of meaning, on an article is an answer at all."""
_SENTENCE = re.compile(r"[^.?!\n]+[.?!]*\s*")


def question(text: str) -> tuple[str, str]:
    """The sentences that ask, and the others. A text that asks nothing is all question."""
    sentences = [found.strip() for found in _SENTENCE.findall(text)]
    asking = [one for one in sentences if one.endswith("?")]
    if not asking:
        return text, ""
    return " ".join(asking), " ".join(one for one in sentences if one not in asking)


def telling(articles: int, having: int) -> float:
    """How much a word tells that so many of all articles have: 1 when all have it, more the fewer do.

    The inverse document frequency as Spärck Jones has it (1972), with the natural logarithm.
    """
    return 1 + math.log(max(articles, having, 1) / max(having, 1))


def saturated(occurrences: float, length: float, average: float) -> float:
    """What so many occurrences count, from 0 towards 1: each more less than the one before, and less in long texts.

    Okapi BM25's term weight (Robertson and Zaragoza, 2009) with k1 = 3: an article says what it is about many times.
    """
    fair = occurrences / (1 - _B + _B * length / max(average, 1))
    return fair / (fair + _K1)


def mixed(by_word: Mapping[K, float], by_meaning: Mapping[K, float]) -> dict[K, float]:
    """One score from both: the likeness of meaning (a cosine), and three eighths of what the words come to.

    A good answer comes to about a half in either. What was never understood, such as an
    article in a language that the model does not read, is taken to mean what its words say. What has neither is left
    out.
    """
    return {
        one: by_meaning.get(one, by_word.get(one, 0.0)) + WORDS * by_word.get(one, 0.0)
        for one in {**by_word, **by_meaning}
        if by_word.get(one, 0.0) >= LEAST_WORD or by_meaning.get(one, 0.0) >= LEAST_MEANING
    }


_K1, _B = 3.0, 0.75
OFTEN = 0.5
"""What three occurrences count."""

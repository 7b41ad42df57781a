"""Words in pieces, as BERT's uncased vocabulary has them (Google, Apache-2.0): lower case, without accents, greedy.

The algorithm is WordPiece (Schuster and Nakajima, 2012) as BERT uses it (Devlin et al., 2018).
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

LONGEST_WORD = 100
_CJK = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))


def numbers(text: str, most: int) -> list[int]:
    """The numbers of a text's pieces between the marks for beginning and end, at most so many in all."""
    known, found = vocabulary(), list[int]()
    for word in _words(text):
        found += _pieces(word)
        if len(found) >= most - 2:
            break
    return [known["[CLS]"], *found[: most - 2], known["[SEP]"]]


@cache
def vocabulary() -> dict[str, int]:
    """Each piece with its number; pieces inside a word begin with ``##``."""
    lines = Path(__file__).with_name("vocabulary.txt").read_text(encoding="utf-8").splitlines()
    return {piece: number for number, piece in enumerate(lines)}


def _words(text: str) -> Iterator[str]:
    """Words, signs and Chinese characters, each by itself."""
    plain = unicodedata.normalize("NFD", text.lower())
    word: list[str] = []
    for sign in plain:
        kind = unicodedata.category(sign)
        if kind == "Mn" or (kind[0] == "C" and sign not in "\t\n\r") or sign == "\ufffd":
            continue
        if sign.isspace() or _stands_alone(sign, kind):
            if word:
                yield "".join(word)
                word = []
            if not sign.isspace():
                yield sign
        else:
            word.append(sign)
    if word:
        yield "".join(word)


def _stands_alone(sign: str, kind: str) -> bool:
    is_ascii_sign = sign.isascii() and sign.isprintable() and not sign.isalnum() and sign != " "
    return is_ascii_sign or kind[0] == "P" or any(first <= ord(sign) <= last for first, last in _CJK)


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[int, ...]:
    """The longest known beginning, then the longest known continuation, and so on; unknown as a whole otherwise."""
    known, found, start = vocabulary(), list[int](), 0
    unknown = (known["[UNK]"],)
    if len(word) > LONGEST_WORD:
        return unknown
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = word[start:end] if start == 0 else f"##{word[start:end]}"
            if (number := known.get(piece)) is not None:
                found.append(number)
                start = end
                break
        else:
            return unknown
    return tuple(found)

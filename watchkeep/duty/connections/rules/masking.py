"""Keeping secrets out of whatever is kept, shown or told."""

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "•••"
SHORTEST = 4
_LINE = 16


def mask(text: str, secrets: Iterable[str]) -> str:
    """The text without these secrets, in the clear or in the spellings in which systems repeat them."""
    for spelling in sorted(_spellings(secrets), key=len, reverse=True):
        text = text.replace(spelling, MASK)
    return text


def _spellings(secrets: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for secret in secrets:
        lines = [line.strip() for line in secret.splitlines() if len(line.strip()) >= _LINE]
        for part in {secret, secret.strip(), *lines}:
            if len(part) >= SHORTEST:
                found |= {part, quote(part), quote(part, safe=""), quote_plus(part), json.dumps(part)[1:-1]}
                found |= {json.dumps(part, ensure_ascii=False)[1:-1], base64.b64encode(part.encode()).decode()}
    return found

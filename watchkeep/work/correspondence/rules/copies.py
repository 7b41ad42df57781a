"""When a message is one that we have: by its content, whichever way it took."""

import hashlib
import re

_JOURNEY = re.compile(
    rb"^(?:received|return-path|delivered-to|x-original-to|envelope-to|authentication-results|arc-[a-z-]+|dkim-signature"
    rb"|x-spam[a-z-]*|x-virus[a-z-]*|received-spf|x-received|list-[a-z-]+|precedence|sender|errors-to|x-beenthere)\s*:",
    re.IGNORECASE,
)
_LIST = re.compile(rb"^(?:list-[a-z]+|precedence\s*:\s*(?:list|bulk))", re.IGNORECASE)
_MESSAGE_ID = re.compile(rb"^message-id\s*:\s*(<[^<>\s]+>)", re.IGNORECASE)
_FOLDED = re.compile(rb"\r?\n[ \t]+")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_BLANKS = re.compile(r"[\s>]+")
LEAST_LETTERS = 12
"""A text shorter than this says nothing about whether another one holds it."""


def digest(raw: bytes) -> bytes:
    """What tells a message from every other: its id and body; without an id all that is not of its journey.

    A list's copy is another one: it may come first and be set aside, and must not hide what was sent to us.
    """
    end = _END_OF_HEADERS.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    lines = _FOLDED.sub(b" ", head).splitlines()
    named = [found.group(1) for line in lines if (found := _MESSAGE_ID.match(line))]
    told = named[:1] or [line for line in lines if not _JOURNEY.match(line)]
    told += [b"list"] * any(_LIST.match(line) for line in lines)
    return hashlib.sha256(b"\n".join([*told, b"", body.replace(b"\r\n", b"\n").rstrip()])).digest()


def holds(copy: str, original: str) -> bool:
    """Whether a text is that of another message, perhaps with a list's words around it."""
    inner, outer = _BLANKS.sub("", original), _BLANKS.sub("", copy)
    return inner == outer or (len(inner) >= LEAST_LETTERS and inner in outer)

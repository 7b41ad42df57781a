"""The signed mark of a ticket: in the address that an answer goes to, and in the ids of the mails that we send.

Who holds it was written to about that ticket, or was handed the mail: it opens nothing, it only says where an answer
belongs.
"""

import re

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_TOKEN = re.compile(r"t([0-9a-z]{1,13})-([a-z2-7]{16})")
_KEY = re.compile(r"\b([A-Z]{2,8}-\d{1,12})\b")


def write(ticket: int, mark: str) -> str:
    """The token of a ticket: its number, and the sixteen letters that prove it was us."""
    digits = ""
    rest = ticket
    while rest:
        rest, digit = divmod(rest, 36)
        digits = _DIGITS[digit] + digits
    return f"t{digits}-{mark}"


def read(text: str) -> list[tuple[int, str]]:
    """The tickets and marks that an address or a message id holds, not yet proven."""
    return [(int(ticket, 36), mark) for ticket, mark in _TOKEN.findall(text.lower())]


def with_token(address: str, token: str) -> str:
    """An address that carries a token: ``support+token@example.org`` (RFC 5233)."""
    user, _at, domain = address.rpartition("@")
    return f"{user}+{token}@{domain}"


def without_token(address: str) -> str:
    """The address that a mailbox has, of one that carries something behind a plus."""
    user, _at, domain = address.lower().rpartition("@")
    return f"{user.partition('+')[0]}@{domain}"


def keys_in(subject: str) -> list[str]:
    """What looks like a ticket's number in a subject line."""
    return list(dict.fromkeys(_KEY.findall(subject)))[:5]

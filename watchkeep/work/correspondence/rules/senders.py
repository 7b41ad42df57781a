"""Which of the rules about senders holds for an address."""

import re

from django.utils.translation import gettext as _

from watchkeep.kernel.errors import Refused

_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_DOMAIN = re.compile(r"@[a-z0-9-]+(?:\.[a-z0-9-]+)*")


def patterns_of(address: str) -> list[str]:
    """The patterns that an address fits, the nearest first: itself, its domain, and each domain above."""
    domain = address.rpartition("@")[2]
    labels = domain.split(".")
    return [address, *(f"@{'.'.join(labels[number:])}" for number in range(len(labels)))]


def clean_pattern(text: str) -> str:
    """An address, or a domain behind an ``@``. Raises Refused (field ``pattern``)."""
    pattern = text.strip().lower().replace("*@", "@").replace("@*.", "@")
    if "@" not in pattern and _DOMAIN.fullmatch(f"@{pattern}"):
        pattern = f"@{pattern}"
    if len(pattern) > 254 or not (_ADDRESS.fullmatch(pattern) or _DOMAIN.fullmatch(pattern)):
        raise Refused(_("Give an address, or a domain such as @example.org."), field="pattern")
    return pattern

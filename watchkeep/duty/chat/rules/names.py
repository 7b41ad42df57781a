"""What an incident's channel is called."""

from django.utils.text import slugify

LONGEST = 48
"""Teams allows 50 letters, Mattermost 64, Slack 80, and a "-2" may follow; all allow small letters, digits, - and _."""


def channel_name(number: str, title: str, again: int = 0) -> str:
    """``inc-1042-checkout-is-down``: the number first, so that it sorts and is found; ``-2`` when it is the second."""
    tail = f"-{again + 1}" if again else ""
    return slugify(f"{number} {title}")[: LONGEST - len(tail)].strip("-_") + tail

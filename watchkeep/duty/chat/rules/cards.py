"""A card: what is said in a channel, before any program's shape."""

from dataclasses import dataclass

ZERO_WIDTH = "\u200b"


@dataclass(frozen=True)
class Button:
    """Something to press. ``token`` is what comes back, signed by us; ``page`` does the same where only links work."""

    name: str
    label: str
    token: str
    is_first: bool = False
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class Card:
    """A title, a text, a link to the room, and buttons."""

    title: str
    text: str = ""
    link: str = ""
    link_text: str = ""
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Form:
    """One question that opens over the chat. ``token`` comes back with the answer."""

    title: str
    label: str
    submit: str
    token: str


def harmless(text: str) -> str:
    """The text with mentions that call nobody: an alert that says @channel wakes no channel."""
    return text.replace("@", f"@{ZERO_WIDTH}")

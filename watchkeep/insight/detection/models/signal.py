"""What a sender said, in our own words: the content of one event in the inbox."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Action(StrEnum):
    """What the sender wants said."""

    TRIGGER = "trigger"
    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"
    BEAT = "beat"
    CHANGE = "change"


class Severity(StrEnum):
    """How bad the sender thinks it is."""

    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Link(msgspec.Struct, omit_defaults=True, frozen=True):
    """A page that helps: a dashboard, a runbook, the source of the alert."""

    href: str
    text: str = ""


class Image(msgspec.Struct, omit_defaults=True, frozen=True):
    """A picture elsewhere, such as a graph at the time of the alert."""

    src: str
    href: str = ""
    alt: str = ""


class Signal(msgspec.Struct, omit_defaults=True):
    """One event.

    ``at`` is the sender's clock and only for show. ``stamp`` is the sender's clock too, and orders the
    events of a key among themselves where the sender gives one with each of them.
    """

    key: str
    action: Action = Action.TRIGGER
    summary: str = ""
    severity: Severity = Severity.ERROR
    source: str = ""
    labels: dict[str, str] = {}
    at: datetime | None = None
    stamp: datetime | None = None
    client: str = ""
    client_url: str = ""
    links: list[Link] = []
    images: list[Image] = []
    details: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    notes: list[str] = []


encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Signal).decode

"""What notify tells."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class GivenUp(Fact, kind="notify.given_up", stream="ticket"):
    """A message about a ticket could not be delivered. Loud: somebody believes that somebody was told."""

    delivery: int
    person: int | None
    endpoint: int | None
    channel: str
    urgency: str
    attempts: int
    answer: str


@dataclass(frozen=True, kw_only=True)
class Lost(Fact, kind="notify.lost", stream="delivery"):
    """The same for a message that belongs to no ticket."""

    person: int | None
    endpoint: int | None
    channel: str
    attempts: int
    answer: str


@dataclass(frozen=True, kw_only=True)
class Proved(Fact, kind="notify.proved", stream="delivery"):
    """A program answered with the challenge that it was asked: whoever keeps it wants to hear."""


@dataclass(frozen=True, kw_only=True)
class Resent(Fact, kind="notify.resent", stream="delivery"):
    """Somebody had a delivery sent once more."""

    person: int | None
    channel: str


@dataclass(frozen=True, kw_only=True)
class MethodAdded(Fact, kind="contact.added", stream="person"):
    """A person added a way to be reached."""

    method: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class MethodVerified(Fact, kind="contact.verified", stream="person"):
    """The person proved to read what is sent there."""

    method: int


@dataclass(frozen=True, kw_only=True)
class MethodRemoved(Fact, kind="contact.removed", stream="person"):
    """A person took a way to be reached away."""

    method: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class MethodTested(Fact, kind="contact.tested", stream="person"):
    """Somebody asked for a test message."""

    method: int | None


@dataclass(frozen=True, kw_only=True)
class RulesSet(Fact, kind="contact.rules_set", stream="person"):
    """A person decided anew what reaches them how."""

    rules: int


@dataclass(frozen=True, kw_only=True)
class HabitsSet(Fact, kind="contact.habits_set", stream="person"):
    """A person decided anew when what can wait may reach them."""

    gathering: str
    is_quiet: bool


@dataclass(frozen=True, kw_only=True)
class DigestSent(Fact, kind="contact.digest_sent", stream="person"):
    """What could wait was told together."""

    things: int


@dataclass(frozen=True, kw_only=True)
class EndpointAdded(Fact, kind="webhook.added", stream="webhook"):
    """A program hears facts from now on."""

    name: str
    kinds: list[str]


@dataclass(frozen=True, kw_only=True)
class EndpointChanged(Fact, kind="webhook.changed", stream="webhook"):
    """An endpoint's address, secret or interest changed; ``what`` names which."""

    what: list[str]


@dataclass(frozen=True, kw_only=True)
class EndpointPaused(Fact, kind="webhook.paused", stream="webhook"):
    """A program no longer hears facts, for a reason."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class EndpointResumed(Fact, kind="webhook.resumed", stream="webhook"):
    """A program hears facts again."""


@dataclass(frozen=True, kw_only=True)
class EndpointTested(Fact, kind="webhook.tested", stream="webhook"):
    """Somebody asked for a test message to a program."""


FOR_THE_RECORD = (
    Resent, MethodTested, HabitsSet, DigestSent, EndpointAdded, EndpointChanged, EndpointPaused,
    EndpointResumed, EndpointTested,
)  # fmt: skip
"""What is told for the record alone."""

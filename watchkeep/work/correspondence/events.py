"""What correspondence tells."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Opened(Fact, kind="mail.opened", stream="mail"):
    """A message became a request. ``confirm``: whoever wrote it hears so."""

    ticket: int
    person: int
    confirm: bool


@dataclass(frozen=True, kw_only=True)
class Answered(Fact, kind="mail.answered", stream="mail"):
    """A message became a reply on a ticket."""

    ticket: int
    person: int
    comment: int


@dataclass(frozen=True, kw_only=True)
class Bounced(Fact, kind="mail.bounced", stream="mail"):
    """A mail server says that a mail of ours did not arrive. ``marks`` are those of the mails that it quotes."""

    marks: list[str]
    recipient: str
    status: str
    said: str


@dataclass(frozen=True, kw_only=True)
class Held(Fact, kind="mail.held", stream="mail"):
    """A message waits for somebody: its sender is unknown or not proven, there are too many, or it is unreadable."""

    outcome: str
    why: str


@dataclass(frozen=True, kw_only=True)
class LetIn(Fact, kind="mail.let_in", stream="mail"):
    """Somebody decided that a message comes in after all."""

    was: str


@dataclass(frozen=True, kw_only=True)
class Discarded(Fact, kind="mail.discarded", stream="mail"):
    """Somebody decided that a message is not wanted."""

    was: str


@dataclass(frozen=True, kw_only=True)
class MailboxAdded(Fact, kind="mailbox.added", stream="mailbox"):
    """People can write to another address of ours."""

    name: str
    address: str
    way: str


@dataclass(frozen=True, kw_only=True)
class MailboxChanged(Fact, kind="mailbox.changed", stream="mailbox"):
    """A mailbox is fetched or treated in another way; ``what`` names the fields."""

    what: list[str]


@dataclass(frozen=True, kw_only=True)
class MailboxPaused(Fact, kind="mailbox.paused", stream="mailbox"):
    """Nothing more comes in through a mailbox."""


@dataclass(frozen=True, kw_only=True)
class MailboxResumed(Fact, kind="mailbox.resumed", stream="mailbox"):
    """Mail comes in again."""


@dataclass(frozen=True, kw_only=True)
class MailboxFails(Fact, kind="mailbox.fails", stream="mailbox"):
    """A mailbox cannot be fetched any more, and this is why."""

    why: str


@dataclass(frozen=True, kw_only=True)
class MailboxWorks(Fact, kind="mailbox.works", stream="mailbox"):
    """A mailbox can be fetched, for the first time or again."""


@dataclass(frozen=True, kw_only=True)
class SenderRuleSet(Fact, kind="sender_rule.set", stream="sender_rule"):
    """It was decided what becomes of mail of some senders."""

    pattern: str
    act: str


@dataclass(frozen=True, kw_only=True)
class SenderRuleRemoved(Fact, kind="sender_rule.removed", stream="sender_rule"):
    """A rule about senders holds no more."""

    pattern: str


FOR_THE_RECORD = (
    Answered, Held, LetIn, Discarded, MailboxAdded, MailboxChanged, MailboxPaused, MailboxResumed, MailboxWorks,
    SenderRuleSet, SenderRuleRemoved,
)  # fmt: skip
"""What is told for the record alone."""

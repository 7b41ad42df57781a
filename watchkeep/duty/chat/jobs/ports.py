"""The port behind which Slack, Mattermost and Teams stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from watchkeep.duty.chat.jobs.calling import Unsaid
from watchkeep.duty.chat.rules.cards import Card, Form


@dataclass(frozen=True)
class Channel:
    """A channel as the chat knows it."""

    id: str
    url: str


@dataclass(frozen=True)
class Guest:
    """Somebody to invite: by the account that they proved, else by the address that both sides know."""

    remote: str
    email: str


class Chat:
    """What a chat can do for us; what one cannot is refused for good. Each raises ``Unsaid`` when it was not done."""

    def check(self) -> str:
        """Who we are there, in words."""
        raise _cannot("say who we are")

    def open(self, _name: str, _topic: str, /, *, is_private: bool) -> Channel:  # noqa: ARG002  # the port's signature
        """Make a channel; asked again after a crash, find the one that was made."""
        raise _cannot("make channels")

    def invite(self, _channel: str, _guests: Sequence[Guest], /) -> str:
        """Bring people in; whoever is there already or unknown stands in the way of nobody. Returns what came of it."""
        raise _cannot("invite people")

    def say(self, _channel: str, _card: Card, _mark: str, /) -> str:
        """Post a card. ``_mark`` is the same however often it is tried."""
        raise _cannot("post messages")

    def archive(self, _channel: str, /) -> str:
        """Close a channel to further words."""
        raise _cannot("archive channels")

    def ask(self, _trigger: str, _form: Form, /) -> str:
        """Open a form before somebody who has just pressed a button."""
        raise _cannot("open forms")

    def answer(self, _url: str, _text: str, /) -> str:
        """Answer somebody alone, where they pressed a button."""
        raise _cannot("answer a button later")


def _cannot(what: str) -> Unsaid:
    return Unsaid(f"This chat cannot {what}.", is_final=True)

"""Teams, through a Workflows webhook: it posts cards into one channel, and can do nothing else."""

from watchkeep.duty.chat.jobs import calling
from watchkeep.duty.chat.jobs.ports import Chat
from watchkeep.duty.chat.models import Workspace
from watchkeep.duty.chat.rules import adaptive
from watchkeep.duty.chat.rules.cards import Card
from watchkeep.kernel.outgoing import Allowance


class Teams(Chat):
    """The one channel behind a webhook."""

    def __init__(self, workspace: Workspace, allowed: Allowance) -> None:
        self._url = workspace.address
        self._allowed = allowed

    def check(self) -> str:
        """A webhook does not say whose it is: the message alone shows that it works."""
        return "The webhook took it."

    def say(self, _channel: str, card: Card, _mark: str) -> str:
        """Post the card. Only links work there: its buttons lead to the pages on which they can be pressed."""
        reply = calling.call("POST", self._url, self._allowed, json=adaptive.message(card))
        if not reply.is_good:
            raise reply.refuse()
        return reply.words

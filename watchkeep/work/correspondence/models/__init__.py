"""The rows of the correspondence slice, in chapters."""

from watchkeep.work.correspondence.models.mailboxes import Mailbox, Proving, Strangers, Way
from watchkeep.work.correspondence.models.messages import Mail, State
from watchkeep.work.correspondence.models.senders import Act, SenderRule

__all__ = ["Act", "Mail", "Mailbox", "Proving", "SenderRule", "State", "Strangers", "Way"]

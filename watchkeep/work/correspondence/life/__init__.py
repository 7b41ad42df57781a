"""The life of a message, and of the mailboxes that it comes through.

First it is safe, then the server is told, then it is read: each a commit of its own. What came in is sorted in the
order in which it came, by one at a time.
"""

from watchkeep.work.correspondence.life.judging import discard, let_in, remove_rule, set_rule
from watchkeep.work.correspondence.life.mailboxes import (
    add_mailbox,
    change_mailbox,
    check_mailbox,
    keep_access,
    keep_position,
    note_answer,
    note_trouble,
    pause_mailbox,
    release,
    renew,
    resume_mailbox,
    take_mailbox,
)
from watchkeep.work.correspondence.life.receiving import Arrived, erase_sources, receive
from watchkeep.work.correspondence.life.sorting import sort_some
from watchkeep.work.correspondence.life.steps import LIFE
from watchkeep.work.correspondence.rules.settings import After, Imap, Login, Security

__all__ = [
    "LIFE",
    "After",
    "Arrived",
    "Imap",
    "Login",
    "Security",
    "add_mailbox",
    "change_mailbox",
    "check_mailbox",
    "discard",
    "erase_sources",
    "keep_access",
    "keep_position",
    "let_in",
    "note_answer",
    "note_trouble",
    "pause_mailbox",
    "receive",
    "release",
    "remove_rule",
    "renew",
    "resume_mailbox",
    "set_rule",
    "sort_some",
    "take_mailbox",
]

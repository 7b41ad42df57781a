"""The pages of mail: accessible, within their frame, also on a telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from testing import looking, make
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.tests.letters import letter

LONG = "It burns, and I cannot print the notes of today.\n\nOn Sat, Desk wrote:\n> Is it out?\n-- \nKarin Kunde"


@pytest.fixture
def paths() -> list[str]:
    """Every kind of page, with something on each."""
    make.customer()
    box, fetched = make.mailbox(is_default=True), make.mailbox("sales@nordwind.example", way="imap")
    life.note_trouble(fetched, "The server said no: [AUTHENTICATIONFAILED] Authentication failed.")
    opened = make.mail(letter(LONG, subject="The printer on the third floor is on fire"))
    to = f"support+{queries.token_of(opened.ticket_id)}@nordwind.example"
    make.mail(letter(LONG, to=to))
    waiting = make.mail(letter("Hello", sender="Somebody Unknown <somebody.unknown@nowhere.example>"))
    broken = make.mail(b"no mail at all")
    life.set_rule(by=CLOCK, pattern="@machines.kunde.example", act="accept", takes_automatic=True)
    mails = [f"/mail/{one.pk}" for one in (opened, waiting, broken)]
    boxes = [f"/settings/mailboxes/{one.pk}" for one in (box, fetched)]
    forms = [f"{boxes[0]}/change", "/settings/mailboxes/add/imap", "/mail/senders/rules/add"]
    incident = make.ticket()
    make.mail(letter(LONG, to=f"support+{queries.token_of(incident.pk)}@nordwind.example"))
    room = f"/incidents/{incident.number}"
    return ["/mail", "/mail?state=waiting", *mails, "/mail/senders", "/settings/mailboxes", *boxes, *forms, room]


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page], paths: list[str]):
    assert looking.faults(visit("/now", as_=make.admin()), paths) == []

"""Mail through a real post office: Postfix, Dovecot with a vacation responder, and a mailing list of mlmmj.

A customer writes, is answered and answers again; whoever is away, a list, and a server that cannot deliver say so, and
none of them makes a second ticket.
"""

import email
import tempfile
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from testing.postoffice import LIST, PASSWORD, PostOffice, post_office
from testing.running import Lay, Running, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow]
SUPPORT, KARIN, AWAY, GHOST = "support@nordwind.test", "karin@kunde.test", "away@kunde.test", "ghost@nowhere.test"
SET_UP = f"""
from watchkeep.estate.people import life as people
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.correspondence import life
kunde = people.add_organisation(
    by=CLOCK, name="Kunde AG", kind="customer", domains=["kunde.test", "nowhere.test", "lists.test"])
imap = {{"host": "localhost", "port": %d, "user": "{SUPPORT}", "password": "{PASSWORD}"}}
life.add_mailbox(by=CLOCK, way="imap", name="Support", address="{SUPPORT}", is_default=True, given=imap)
life.add_mailbox(by=CLOCK, way="handed", name="Handed", address="help@handed.test")
"""
REPLY = """
from watchkeep.estate.people.models import Person
from watchkeep.estate.people.queries import actor_for
from watchkeep.work.tickets import life
from watchkeep.work.tickets.models import Ticket
agent = Person.objects.filter(roles__slug="agent").first()
life.reply(Ticket.objects.get(pk=%d), by=actor_for(agent), body="%s")
"""


class Stage:
    """The post office, Watchkeep, and what can be asked of both."""

    def __init__(self, office: PostOffice, running: Running) -> None:
        self.office, self.running = office, running

    def do(self, code: str) -> None:
        """Carry out some lines inside the instance."""
        done = self.running.run("manage", "shell", "-c", code, DATABASE_URL=self.running.facts["database_url"])
        assert done.returncode == 0, done.stderr

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """What the database says now."""
        with psycopg.connect(self.running.facts["database_url"], row_factory=dict_row) as line:
            return line.execute(query, values).fetchall()

    def mails(self, sender: str) -> list[dict[str, Any]]:
        """What came in from somebody and has been sorted."""
        query = "SELECT * FROM correspondence_mail WHERE sender = %s AND state <> 'received' ORDER BY id"
        return self.rows(query, sender)

    def write(
        self, sender: str, subject: str, body: str, *, to: str = SUPPORT, shown: str = "", **headers: str
    ) -> None:
        """Write a mail and put it into the post."""
        lines = {"From": sender, "To": shown or to, "Subject": subject, **headers}
        head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items())
        self.office.send(f"{head}\r\n{body}\r\n".encode(), sender=sender, to=to)

    def box(self, address: str, about: str) -> list[Message]:
        """What somebody has received whose subject holds these words."""
        found = [email.message_from_bytes(source) for source in self.office.mails(address)]
        return [one for one in found if about in str(one["Subject"])]

    def opened(self, sender: str, many: int = 1) -> dict[str, Any]:
        """The latest message of somebody, once so many have been sorted."""
        wait_for(lambda: len(self.mails(sender)) >= many)
        return self.mails(sender)[-1]


@pytest.fixture(scope="module")
def stage(inhabited: Lay) -> Iterator[Stage]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder, post_office() as office:
        Path(folder).chmod(0o755)
        surroundings = {
            "WATCHKEEP_SMTP_URL": f"smtp://127.0.0.1:{office.smtp}",
            "WATCHKEEP_MAIL_FROM": "Support <desk@nordwind.test>",
            "WATCHKEEP_MAIL_LISTEN": f"lmtp://127.0.0.1:{office.handed}",
            "WATCHKEEP_OUTGOING_ALLOW": "127.0.0.1, localhost",
            "SSL_CERT_FILE": office.certificate,
        }
        with Running(inhabited(Path(folder) / "data"), **surroundings) as running:
            stage = Stage(office, running)
            stage.do(SET_UP % office.imaps)
            yield stage


def test_a_customer_writes_is_answered_and_answers_again(stage: Stage):
    stage.write(KARIN, "The invoice is wrong", "It says 5.000 EUR.\r\n-- \r\nKarin", Message_ID="<one@kunde.test>")
    mail = stage.opened(KARIN)
    assert (mail["state"], mail["text"], mail["signature"]) == ("opened", "It says 5.000 EUR.", "Karin")
    wait_for(lambda: stage.box(KARIN, "We have your message"))
    (confirmation,) = stage.box(KARIN, "We have your message")
    assert (confirmation["In-Reply-To"], confirmation["Auto-Submitted"]) == ("<one@kunde.test>", "auto-replied")
    stage.do(REPLY % (mail["ticket_id"], "We look into it."))
    wait_for(lambda: stage.box(KARIN, "Reply from the desk"))
    (answer,) = stage.box(KARIN, "Reply from the desk")
    assert (answer["Auto-Submitted"], "<one@kunde.test>" in answer["References"]) == (None, True)
    stage.write(KARIN, "Thanks", "Thank you.", to=answer["Reply-To"], Message_ID="<two@kunde.test>")
    assert stage.opened(KARIN, 2)["ticket_id"] == mail["ticket_id"]
    headers = {"Message_ID": "<three@kunde.test>", "In_Reply_To": answer["Message-ID"]}
    stage.write(KARIN, "One more thing", "When?", **headers)
    last = stage.opened(KARIN, 3)
    assert (last["state"], last["ticket_id"]) == ("replied", mail["ticket_id"])
    wait_for(lambda: not stage.office.mails(SUPPORT))  # what was taken is put away
    kept = [str(email.message_from_bytes(source)["Message-ID"]) for source in stage.office.mails(SUPPORT, "Watchkeep")]
    assert {"<one@kunde.test>", "<two@kunde.test>", "<three@kunde.test>"} <= set(kept)


def test_whoever_is_away_makes_no_second_ticket(stage: Stage):
    stage.write(AWAY, "Before I go", "Please order paper.", Message_ID="<away@kunde.test>")
    mail = stage.opened(AWAY)
    stage.do(REPLY % (mail["ticket_id"], "Ordered."))
    wait_for(lambda: len(stage.mails(AWAY)) == 2)
    reply = stage.mails(AWAY)[-1]
    assert (reply["state"], reply["ticket_id"], reply["subject"]) == ("automatic", mail["ticket_id"], "Out of office")
    assert len(stage.rows("SELECT FROM tickets_comment WHERE ticket_id = %s", mail["ticket_id"])) == 1
    assert len(stage.box(AWAY, "")) == 2  # the confirmation and the answer: nobody answers an automatic reply


def test_a_list_makes_no_second_ticket_and_is_not_answered(stage: Stage):
    before = len(stage.mails(KARIN))
    about = {"shown": f"{SUPPORT}, {LIST}", "Message_ID": "<both@kunde.test>"}
    for to in (LIST, SUPPORT):
        stage.write(KARIN, "Coffee is out", "The machine on the second floor is empty.", to=to, **about)
    stage.opened(KARIN, before + 2)
    states = sorted(one["state"] for one in stage.mails(KARIN)[before:])
    assert states in (["automatic", "opened"], ["duplicate", "opened"])
    wait_for(lambda: stage.box(KARIN, "Coffee is out"))
    assert len(stage.box(KARIN, "We have your message: Coffee is out")) == 1


def test_what_cannot_be_delivered_fails_its_delivery(stage: Stage):
    stage.write(GHOST, "Nobody reads this", "Hello?", Message_ID="<ghost@nowhere.test>")
    ticket = stage.opened(GHOST)["ticket_id"]
    query = "SELECT state, answer FROM notify_delivery WHERE ticket_id = %s"
    wait_for(lambda: [one["state"] for one in stage.rows(query, ticket)] == ["dead"])
    (delivery,) = stage.rows(query, ticket)
    assert "5.1.1" in delivery["answer"]
    kinds = [
        row["kind"] for row in stage.rows("SELECT kind FROM facts WHERE stream = 'ticket' AND record = %s", ticket)
    ]
    assert kinds.count("notify.given_up") == 1
    assert len(stage.rows("SELECT FROM correspondence_mail WHERE state = 'bounced' AND ticket_id = %s", ticket)) == 1


def test_a_mail_server_hands_mail_over(stage: Stage):
    before = len(stage.mails(KARIN))
    stage.write(KARIN, "Handed over", "By LMTP.", to="help@handed.test", Message_ID="<handed@kunde.test>")
    mail = stage.opened(KARIN, before + 1)
    assert (mail["state"], mail["envelope_from"], mail["envelope_to"]) == ("opened", KARIN, "help@handed.test")

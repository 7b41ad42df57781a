"""Mailboxes by API: their secrets go in and never come out."""

import pytest

from testing import make
from testing.makers.correspondence import IMAP
from watchkeep.work.correspondence import queries
from watchkeep.work.correspondence.models import Mail, Mailbox
from watchkeep.work.correspondence.tests.letters import letter

SECRET = IMAP["password"]


@pytest.fixture
def program():
    return make.program(make.admin())


def test_one_is_added_and_its_secret_is_in_no_answer(program):
    body = {"name": "Desk", "address": "desk@nordwind.example", "way": "imap", "settings": IMAP | {"port": 993}}
    answer = program.ask("post", "/api/v1/mailboxes", body)
    row = Mailbox.objects.get()
    assert (answer.status_code, SECRET in answer.content.decode()) == (201, False)
    assert (queries.imap_of(row).password, answer.json()["settings"]["host"]) == (SECRET, IMAP["host"])


def test_what_is_wrong_is_named(program):
    body = {"name": "Desk", "address": "desk@nordwind.example", "way": "imap", "settings": {"host": "x", "user": "y"}}
    answer = program.ask("post", "/api/v1/mailboxes", body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/password")
    twice = {"name": "Desk", "address": make.mailbox().address, "way": "handed"}
    answer = program.ask("post", "/api/v1/mailboxes", twice)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/address")


def test_what_is_left_out_stays(program):
    box = make.mailbox(way="imap", takes_lists=True)
    path = f"/api/v1/mailboxes/{box.pk}"
    assert program.ask("patch", path, {"settings": {"folder": "Desk"}}, if_match="*").status_code == 200
    box.refresh_from_db()
    assert (queries.imap_of(box).folder, queries.imap_of(box).password, box.takes_lists) == ("Desk", SECRET, True)


def test_a_mail_is_found_let_in_and_downloaded_as_it_came(program):
    raw = letter(sender="joe@nowhere.example")
    mail = make.mail(raw)
    listed = program.ask("get", "/api/v1/mails?state=waiting&sender=JOE@nowhere.example").json()["items"]
    assert [one["id"] for one in listed] == [mail.pk]
    path = f"/api/v1/mails/{mail.pk}"
    answer = program.ask("get", f"{path}/source")
    assert (b"".join(answer.streaming_content), answer.headers["Content-Type"]) == (raw, "application/octet-stream")
    assert program.ask("post", f"{path}/let-in").json()["state"] == "received"
    assert program.ask("post", f"{path}/discard").status_code == 409
    assert Mail.objects.get().is_let_in

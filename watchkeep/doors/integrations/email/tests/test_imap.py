import threading
import time

import pytest

from testing import make
from testing.machines import web_service
from testing.postoffice import PASSWORD, post_office
from watchkeep.doors.integrations.email import imap, signing_in, watching
from watchkeep.doors.integrations.email.watching import Watch
from watchkeep.work.correspondence import life, queries
from watchkeep.work.correspondence.models import Mail, Mailbox
from watchkeep.work.correspondence.tests.letters import letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
ADDRESS = "support@nordwind.test"
GRANTED = '{"access_token": "good", "expires_in": 3600, "refresh_token": "next", "email": "support@nordwind.test"}'


@pytest.fixture(scope="module")
def provider():
    with web_service(answer=GRANTED) as service:
        yield service


@pytest.fixture(scope="module")
def office(provider):
    with post_office(tokeninfo=provider.url, with_postfix=False) as office:
        yield office


@pytest.fixture
def box(office, settings, monkeypatch):
    """A mailbox of ours on the server, empty."""
    settings.OUTGOING_ALLOW = ["127.0.0.1", "localhost"]
    monkeypatch.setenv("SSL_CERT_FILE", office.certificate)
    with office.line(ADDRESS) as line:
        for folder in ("INBOX", "Watchkeep"):
            kind, many = line.select(folder)
            if kind == "OK" and many != [b"0"]:
                line.store("1:*", "+FLAGS", r"(\Deleted)")
                line.expunge()
    return make.mailbox(ADDRESS, way="imap", given=given(office))


def given(office, **more):
    return {"host": "localhost", "port": office.imaps, "user": ADDRESS, "password": PASSWORD} | more


def put(office, *sources):
    with office.line(ADDRESS) as line:
        for source in sources:
            line.append("INBOX", None, None, source)


def fetch(box):
    session = imap.Session(Mailbox.objects.get(pk=box.pk))
    try:
        return session.fetch_all()
    finally:
        session.leave()


def test_mail_is_kept_as_it_is_and_put_away_afterwards(office, box):
    raw = letter("Grüße")
    put(office, raw, letter())
    assert (fetch(box), fetch(box), Mail.objects.count()) == (2, 0, 2)
    assert bytes(Mail.objects.earliest("pk").source) == raw
    assert (len(office.mails(ADDRESS)), len(office.mails(ADDRESS, "Watchkeep"))) == (0, 2)


def test_a_folder_that_stays_as_it_is_is_read_on_from_where_we_were(office, box):
    life.change_mailbox(box, by=make.actor(make.admin()), given=given(office, after="keep"))
    put(office, letter())
    assert fetch(box) == 1
    put(office, letter())
    assert (fetch(box), fetch(box)) == (1, 0)
    assert (Mail.objects.count(), len(office.mails(ADDRESS))) == (2, 2)
    Mailbox.objects.update(uid_validity=1)  # as after the server lost its numbers
    assert (fetch(box), Mail.objects.count()) == (2, 2)


def test_a_death_between_our_commit_and_the_servers_knowledge_makes_no_second_mail(office, box, monkeypatch):
    put(office, letter())
    monkeypatch.setattr(imap.Session, "_tell", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        fetch(box)
    monkeypatch.undo()
    monkeypatch.setenv("SSL_CERT_FILE", office.certificate)
    assert (Mail.objects.count(), fetch(box), Mail.objects.count(), len(office.mails(ADDRESS))) == (1, 1, 1, 0)


def test_a_death_before_our_commit_leaves_everything_on_the_server(office, box, monkeypatch):
    put(office, letter())
    monkeypatch.setattr(life, "receive", lambda *_: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        fetch(box)
    assert (Mail.objects.count(), len(office.mails(ADDRESS))) == (0, 1)


def test_a_message_that_is_too_large_leaves_its_headers_and_says_so(office, box, monkeypatch):
    monkeypatch.setattr(imap, "MOST_BYTES", 1000)
    put(office, letter("x" * 3000))
    fetch(box)
    mail = Mail.objects.get()
    assert (mail.state, b"Subject: Printer" in bytes(mail.source), "stays on the server" in mail.why) == (
        "unreadable",
        True,
        True,
    )


def test_the_server_says_by_itself_when_something_came(office, box):
    one = Watch(Mailbox.objects.get(pk=life.take_mailbox().pk))
    thread = threading.Thread(target=watching.watch, args=(one,))
    thread.start()
    try:
        _until(lambda: Mailbox.objects.get(pk=box.pk).answered_at)
        began = time.monotonic()
        put(office, letter())
        _until(Mail.objects.exists)
        assert time.monotonic() - began < 10  # far less than the next look
    finally:
        one.enough.set()
        life.pause_mailbox(box, by=make.actor(make.admin()))
        thread.join(20)


def test_what_came_while_others_were_put_away_is_not_waited_for(office, box, monkeypatch):
    tell, letters = imap.Session._tell, [letter("second")]
    monkeypatch.setattr(imap.Session, "_tell", lambda *given: (put(office, *letters), letters.clear(), tell(*given)))
    put(office, letter())
    session = imap.Session(Mailbox.objects.get(pk=box.pk))
    try:
        assert session.fetch_all() == 1
        began = time.monotonic()
        session.wait(15, threading.Event())
        assert time.monotonic() - began < 5  # the server does not say it again
        assert (session.fetch_all(), session.was_told_of_more) == (1, False)
    finally:
        session.leave()


def test_a_refresh_token_opens_the_mailbox_and_the_new_one_takes_its_place(office, box, provider):
    how = given(office, login="microsoft", client_id="us", refresh_token="old", token_url=provider.url)
    life.change_mailbox(box, by=make.actor(make.admin()), given=how)
    put(office, letter())
    assert fetch(box) == 1
    asked = [one for one in provider.asked if one.method == "POST"]
    assert ("refresh_token=old" in asked[-1].body, "IMAP.AccessAsUser" in asked[-1].body) == (True, True)
    assert queries.imap_of(Mailbox.objects.get(pk=box.pk)).refresh_token == "next"
    fetch(box)
    assert len([one for one in provider.asked if one.method == "POST"]) == len(asked)  # the access token is still good


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password": "wrong"}, "said no"),
        ({"port": 1}, "Nobody listens"),
        ({"host": "127.0.0.1"}, "certificate is not valid"),
        ({"folder": "No such folder"}, "said no"),
        ({"host": "nowhere.invalid"}, "cannot be reached"),
    ],
)
def test_what_is_wrong_is_said_in_words(office, box, wrong, words):
    life.change_mailbox(box, by=make.actor(make.admin()), given=given(office, **wrong))
    watching.watch(Watch(Mailbox.objects.get(pk=box.pk)))
    box.refresh_from_db()
    assert words in box.trouble
    assert box.failing_since


def test_a_private_network_is_closed_until_an_administrator_opens_it(office, box, settings):
    settings.OUTGOING_ALLOW = []
    watching.watch(Watch(box))
    assert "private network" in Mailbox.objects.get(pk=box.pk).trouble


def test_a_permission_that_was_withdrawn_is_said_so(office, box, provider):
    how = given(office, login="google", client_id="us", refresh_token="old", token_url=provider.url)
    life.change_mailbox(box, by=make.actor(make.admin()), given=how)
    provider.status, provider.answer = 400, '{"error": "invalid_grant", "error_description": "revoked"}'
    try:
        with pytest.raises(signing_in.NoAccess, match="withdrawn"):
            fetch(box)
    finally:
        provider.status, provider.answer = 200, GRANTED


def _until(is_so, seconds=20):
    ends_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends_at
        time.sleep(0.1)

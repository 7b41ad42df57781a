import smtplib
import ssl
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from django.db import DatabaseError, connection

from testing import make
from testing.mailbox import certificate, free_port
from watchkeep.doors.integrations.email import listener
from watchkeep.work.correspondence import life
from watchkeep.work.correspondence.models import Mail
from watchkeep.work.correspondence.tests.letters import letter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["smtp", "lmtp"])
def line(request, settings):
    """A mail server that speaks to us, by the one and by the other."""
    settings.MAIL_LISTEN = f"{request.param}://127.0.0.1:{free_port()}"
    listener.keep_open()
    try:
        with _dial(settings.MAIL_LISTEN) as client:
            yield client
    finally:
        listener.close()


@contextmanager
def _dial(where):
    speaks = smtplib.LMTP if where.startswith("lmtp") else smtplib.SMTP
    client = speaks("localhost", urlsplit(where).port)
    try:
        yield client
    finally:
        client.close()


def test_what_is_handed_over_is_kept_before_we_say_so(line):
    box, raw = make.mailbox(), letter()
    line.sendmail("karin@kunde.example", [box.address.upper()], raw)
    mail = Mail.objects.get()
    assert (mail.mailbox, mail.envelope_from, mail.envelope_to) == (box, "karin@kunde.example", box.address.upper())
    assert bytes(mail.source).replace(b"\r\n", b"\n").strip() == raw.replace(b"\r\n", b"\n").strip()


def test_a_null_return_path_stays_null(line):
    line.sendmail("", [make.mailbox().address], letter())
    assert Mail.objects.get().envelope_from == ""


def test_we_relay_nothing(line):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as no:
        line.sendmail("karin@kunde.example", ["somebody@elsewhere.example"], letter())
    assert no.value.recipients["somebody@elsewhere.example"][0] == 550
    assert not Mail.objects.exists()


def test_one_mail_for_two_mailboxes_is_kept_in_both_and_for_one_of_them_once(line):
    boxes = [make.mailbox(), make.mailbox("shop@nordwind.example")]
    to = [boxes[0].address, "support+x@nordwind.example", boxes[1].address]
    assert line.sendmail("karin@kunde.example", to, letter()) == {}
    assert sorted(Mail.objects.values_list("mailbox", flat=True)) == sorted(box.pk for box in boxes)


def test_when_it_cannot_be_kept_the_server_comes_again(line, monkeypatch):
    box = make.mailbox()
    monkeypatch.setattr(life, "receive", lambda *_: (_ for _ in ()).throw(DatabaseError("away")))
    with pytest.raises(smtplib.SMTPDataError) as no:
        line.sendmail("karin@kunde.example", [box.address], letter())
    assert no.value.smtp_code == 451
    monkeypatch.undo()
    line.sendmail("karin@kunde.example", [box.address], letter())
    assert Mail.objects.count() == 1


def test_what_is_too_large_is_refused_before_it_is_sent(line):
    with pytest.raises(smtplib.SMTPException) as no:
        line.sendmail(
            "k@kunde.example", [make.mailbox().address], b"x", mail_options=[f"size={listener.MOST_BYTES + 1}"]
        )
    assert no.value.smtp_code == 552


def test_nobody_listens_unless_told_to(settings):
    settings.MAIL_LISTEN = ""
    listener.keep_open()
    assert not listener._mine
    connection.close()


@pytest.fixture
def guarded(settings, tmp_path):
    """A listener with a certificate, for one user."""
    settings.MAIL_LISTEN = f"smtp://127.0.0.1:{free_port()}"
    settings.MAIL_LISTEN_CERTIFICATE = settings.MAIL_LISTEN_KEY = certificate(tmp_path)
    settings.MAIL_LISTEN_USER, settings.MAIL_LISTEN_PASSWORD = "relay", "right password"
    listener.keep_open()
    try:
        with _dial(settings.MAIL_LISTEN) as client:
            yield client
    finally:
        listener.close()


def test_a_guarded_listener_takes_mail_only_over_tls_and_from_its_user(guarded, settings):
    box = make.mailbox()
    with pytest.raises(smtplib.SMTPException):
        guarded.sendmail("karin@kunde.example", [box.address], letter())
    guarded.starttls(context=ssl.create_default_context(cafile=settings.MAIL_LISTEN_CERTIFICATE))
    with pytest.raises(smtplib.SMTPException):
        guarded.sendmail("karin@kunde.example", [box.address], letter())
    with pytest.raises(smtplib.SMTPAuthenticationError):
        guarded.login("relay", "wrong")
    guarded.login("relay", "right password")
    assert guarded.sendmail("karin@kunde.example", [box.address], letter()) == {}
    assert Mail.objects.count() == 1


def test_no_password_crosses_a_network_in_the_clear(settings, caplog):
    settings.MAIL_LISTEN, settings.MAIL_LISTEN_USER = f"smtp://0.0.0.0:{free_port()}", "relay"
    listener.keep_open()
    assert not listener._mine
    assert "in the clear" in caplog.text
    settings.MAIL_LISTEN_CERTIFICATE = "/nowhere.pem"
    listener.keep_open()
    assert "cannot be read" in caplog.text
    connection.close()

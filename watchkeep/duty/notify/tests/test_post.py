import smtplib
from email import message_from_bytes, policy

import pytest

from testing import make
from testing.mailbox import free_port, mail_server
from watchkeep.duty.notify import life
from watchkeep.duty.notify.jobs import lanes, post
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules import words
from watchkeep.duty.notify.rules.attempts import Outcome
from watchkeep.work.correspondence import queries as correspondence


@pytest.fixture
def smtp(settings):
    """Point Watchkeep at a server that a test started."""

    def use(port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
        settings.EMAIL_HOST_USER, settings.EMAIL_TIMEOUT = "", 2
        settings.DEFAULT_FROM_EMAIL = "Watchkeep <watch@nordwind.example>"

    yield use
    post._hang_up()


def test_a_mail_says_what_happened_and_how_to_acknowledge(smtp):
    ticket = make.ticket(title="Checkout is down", service=make.service("Web shop"))
    with mail_server() as box:
        smtp(box.port)
        make.delivery(ticket=ticket, link="http://example.org/a/token", link_text="I have it")
        assert lanes.send_one("mail")
    mail = box.mails[0]
    text = mail.get_body(("plain",)).get_content()
    assert "http://example.org/a/token\r\n" in text or "http://example.org/a/token\n" in text
    assert "I have it" in mail.get_body(("html",)).get_content()
    assert (mail["To"], mail["From"]) == (make.ana().email, "Watchkeep <watch@nordwind.example>")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_mails_about_a_ticket_make_one_thread(smtp):
    ticket = make.ticket()
    with mail_server() as box:
        smtp(box.port)
        for _ in range(2):
            make.delivery(ticket=ticket)
            lanes.send_one("mail")
    first, second = box.mails
    root = f"<{correspondence.token_of(ticket.pk)}@nordwind.example>"
    assert first["References"] == second["References"] == first["In-Reply-To"] == root
    assert first["Message-ID"] != second["Message-ID"]


def test_the_log_keeps_the_answer_of_the_server(smtp):
    with mail_server() as box:
        smtp(box.port)
        row = make.delivery()
        lanes.send_one("mail")
    row.refresh_from_db()
    assert (row.state, row.answer) == ("sent", "250 OK queued as 42")


def test_a_mail_that_is_sent_twice_bears_the_same_message_id(smtp):
    row = make.delivery()
    with mail_server() as box:
        smtp(box.port)
        for _ in range(2):
            post.send(Delivery.objects.get(pk=row.pk))
    assert len({mail["Message-ID"] for mail in box.mails}) == 1


def test_several_mails_go_over_one_connection(smtp):
    with mail_server() as box:
        smtp(box.port)
        for _ in range(3):
            make.delivery()
        while lanes.send_one("mail"):
            pass
    assert (len(box.mails), len(box.peers)) == (3, 1)


def test_a_connection_that_died_is_opened_again(smtp):
    with mail_server() as first:
        smtp(first.port)
        make.delivery()
        lanes.send_one("mail")
    with mail_server() as second:
        smtp(second.port)
        make.delivery()
        lanes.send_one("mail")
    assert len(second.mails) == 1


@pytest.mark.parametrize(
    ("rude", "outcome"),
    [
        ({"answer": "451 busy"}, Outcome.TRY_AGAIN),
        ({"answer": "554 spam"}, Outcome.NEVER),
        ({"answer_to_recipient": "550 no such user"}, Outcome.NEVER),
        ({"answer_to_recipient": "450 greylisted"}, Outcome.TRY_AGAIN),
        ({"wait": 4}, Outcome.TRY_AGAIN),
    ],
)
def test_what_a_rude_server_says_decides(smtp, rude, outcome):
    row = make.delivery()
    with mail_server(**rude) as box:
        smtp(box.port)
        assert post.send(row).outcome is outcome


def test_a_server_that_is_not_there_is_tried_again(smtp):
    smtp(free_port())
    answer = post.send(make.delivery())
    assert (answer.outcome, "refused" in answer.text) == (Outcome.TRY_AGAIN, True)


def test_without_a_mail_server_the_mail_is_a_file(settings, tmp_path):
    settings.EMAIL_HOST, settings.EMAIL_FILE_PATH = "", tmp_path
    row = make.delivery(link="http://example.org/a/token")
    post.send(row)
    post.send(row)
    (file,) = tmp_path.iterdir()
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["To"] == row.address


@pytest.mark.parametrize("title", ["Down\r\nBcc: everybody@example.org", "Down\x00\x1b[31m", "Käse \u2028 kaputt"])
def test_a_title_cannot_smuggle_headers(smtp, title):
    with mail_server() as box:
        smtp(box.port)
        life.notify(make.ana(), fact_id=1, subject=title, body="Look\x00.")
        lanes.send_one("mail")
    assert "Bcc" not in box.mails[0]
    assert box.mails[0]["Subject"]


def test_html_in_a_text_is_shown_not_run(smtp):
    with mail_server() as box:
        smtp(box.port)
        post.send(make.delivery(body="<script>alert(1)</script>\n\nSecond"))
    page = box.mails[0].get_body(("html",)).get_content()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_no_mail_is_lost_when_the_line_breaks_in_the_middle(smtp, monkeypatch):
    row = make.delivery()
    with mail_server() as box:
        smtp(box.port)
        monkeypatch.setattr(
            smtplib.SMTP, "data", lambda *_: (_ for _ in ()).throw(smtplib.SMTPServerDisconnected("gone"))
        )
        lanes.send_one("mail")
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("pending", 1)


@pytest.mark.parametrize(("lines", "buttons"), [(3, 1), (40, 2)])
def test_what_is_long_has_its_button_on_top_as_well(lines, buttons):
    body = "For: Ana\n\n" + "\n".join(f"Step {number}" for number in range(lines))
    drawn = words.page(words.Message(subject="Yes?", body=body, link="https://x.example/a", link_text="Answer"))
    assert drawn.count(">Answer</a>") == buttons
    assert (drawn.index(">Answer</a>") < drawn.index("Step 0")) == (buttons == 2)

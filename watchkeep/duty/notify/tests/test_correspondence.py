import pytest

from testing import make
from testing.harness import last_told, run_later
from testing.mailbox import mail_server
from watchkeep.duty.notify import life
from watchkeep.duty.notify.jobs import lanes, post
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules import mails
from watchkeep.work.correspondence import life as correspondence
from watchkeep.work.correspondence import queries
from watchkeep.work.correspondence.tests.letters import bounce, letter
from watchkeep.work.tickets import life as tickets


@pytest.fixture
def mail():
    """A mail of a customer that became a request, confirmed."""
    make.customer()
    return make.mail(letter(message_id="karins@kunde.example"), to=make.mailbox(is_default=True))


@pytest.fixture
def server(settings):
    settings.DEFAULT_FROM_EMAIL = "Desk <desk@nordwind.example>"
    with mail_server() as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


def answer(ticket, body="It is out."):
    Delivery.objects.all().delete()
    tickets.reply(ticket, by=make.actor(make.ana()), body=body)
    run_later()
    Delivery.objects.exclude(subject__contains="Reply from the desk").delete()
    return Delivery.objects.get()


def test_a_new_request_is_confirmed_as_an_automatic_answer_in_its_thread(mail):
    run_later()
    sent = post.mail_for(Delivery.objects.get())
    assert (sent["To"], sent["Auto-Submitted"]) == ("karin@kunde.example", "auto-replied")
    assert (sent["In-Reply-To"], mail.ticket.number in sent["Subject"]) == ("<karins@kunde.example>", True)


@pytest.mark.parametrize("headers", ["Auto-Submitted: auto-generated", "Precedence: list\nList-Id: <a.b>"])
def test_a_machine_or_a_list_hears_nothing(headers):
    make.customer()
    correspondence.set_rule(by=make.actor(make.admin()), pattern="@kunde.example", act="accept", takes_automatic=True)
    assert make.mail(letter(headers=headers)).state == "opened"
    run_later()
    assert not Delivery.objects.filter(person__email="karin@kunde.example").exists()


def test_what_a_person_wrote_is_no_automatic_mail(mail):
    sent = post.mail_for(answer(mail.ticket))
    assert (sent["Auto-Submitted"], sent["X-Auto-Response-Suppress"]) == (None, None)
    assert sent["X-Watchkeep-Loop"] == queries.own_mark()


def test_an_answer_to_what_we_sent_finds_its_ticket_by_any_of_three_ways(mail):
    sent = post.mail_for(answer(mail.ticket))
    assert sent["References"].split()[-1] == sent["In-Reply-To"] == "<karins@kunde.example>"
    ways = (
        {"headers": f"In-Reply-To: {sent['Message-ID']}", "subject": "one"},
        {"headers": f"References: {sent['References'].split()[0]}", "subject": "two"},
        {"to": str(sent["Reply-To"]), "subject": "three"},
        {"subject": f"Re: {sent['Subject']}"},
    )
    assert {make.mail(letter(f"Number {n}", **way)).ticket for n, way in enumerate(ways)} == {mail.ticket}


def test_the_public_is_told_nothing_that_proves_an_answer(mail):
    way = life.way_by("email", "subscriber@elsewhere.example")
    outside = life.Letter(outsider="subscriber:1", way=way, message=life.Message(subject="Down", body="It is down."))
    life.send_outside([outside], fact_id=1, ticket=mail.ticket)
    sent = post.mail_for(Delivery.objects.get(outsider="subscriber:1"))
    assert (sent["Reply-To"], queries.token_of(mail.ticket_id) in sent.as_string()) == (None, False)


def test_failures_come_back_to_the_mailbox_unless_the_server_does_not_let_us(mail, server, monkeypatch):
    row = answer(mail.ticket)
    seen = []
    monkeypatch.setattr(server, "handle_MAIL", _takes(seen, but=""), raising=False)
    lanes.send_one("mail")
    assert seen == [queries.answers_to(mail.ticket_id)]
    Delivery.objects.filter(pk=row.pk).update(state="pending", next_attempt_at=row.created_at)
    post._hang_up()
    monkeypatch.setattr(server, "handle_MAIL", _takes(seen, but="support"), raising=False)
    lanes.send_one("mail")
    assert (seen[-1], Delivery.objects.get(pk=row.pk).state) == ("desk@nordwind.example", "sent")


def _takes(seen, *, but):
    async def handle(server, session, envelope, address, options):
        if but and address.startswith(but):
            return "553 5.7.1 not yours"
        seen.append(address)
        envelope.mail_from = address
        return "250 OK"

    return handle


def test_a_report_fails_the_delivery_that_it_answers_and_says_so_on_the_ticket(mail, server):
    row = answer(mail.ticket)
    lanes.send_one("mail")
    sent = server.mails[-1]
    assert make.mail(bounce(sent["Message-ID"].strip("<>")), envelope_from="").state == "bounced"
    row.refresh_from_db()
    assert (row.state, "5.1.1" in row.answer, row.tries.latest("id").outcome) == ("dead", True, "bounced")
    assert last_told("ticket", mail.ticket_id, "notify").kind == "notify.given_up"
    assert make.mail(bounce(sent["Message-ID"].strip("<>"), status="5.2.2"), envelope_from="").state == "bounced"
    row.refresh_from_db()
    assert "5.2.2" not in row.answer


def test_a_delay_fails_nothing(mail, server):
    row = answer(mail.ticket)
    lanes.send_one("mail")
    make.mail(bounce(server.mails[-1]["Message-ID"].strip("<>"), action="delayed", status="4.4.1"), envelope_from="")
    row.refresh_from_db()
    assert row.state == "sent"


def test_nothing_in_a_mail_has_to_be_changed_on_its_way(mail):
    """What a signature (DKIM) covers stays as it is: ASCII, short lines, one of each header, none folded anew."""
    sent = post.mail_for(answer(mail.ticket, "Käse, " + "ü" * 3000))
    raw = sent.as_bytes(policy=mails.POLICY)
    assert raw.isascii()
    assert b"\r\nMessage-ID: <" in b"\r\n" + raw
    assert max(map(len, raw.split(b"\r\n"))) < 998
    for once in ("Message-ID", "Date", "From", "To", "Subject", "Reply-To", "References", "In-Reply-To"):
        assert len(sent.get_all(once)) == 1


def test_those_who_set_mail_up_hear_that_a_mailbox_cannot_be_fetched():
    box, ada = make.mailbox(way="imap"), make.admin()
    correspondence.note_trouble(box, "The server did not answer in time.")
    run_later()
    told = Delivery.objects.get(person=ada)
    assert ("The server did not answer" in told.body, f"/settings/mailboxes/{box.pk}" in told.link) == (True, True)

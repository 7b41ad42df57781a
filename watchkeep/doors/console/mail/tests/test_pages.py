import pytest

from testing import make
from watchkeep.work.correspondence import jobs, queries
from watchkeep.work.correspondence.models import Mail, SenderRule
from watchkeep.work.correspondence.tests.letters import letter


@pytest.fixture
def agent(client):
    client.force_login(make.ana())
    make.customer()
    return client


def waiting():
    return make.mail(letter(sender="Joe <joe@nowhere.example>", subject="Let me in"))


def test_the_log_shows_what_became_of_each_and_what_waits(agent):
    opened, mail = make.mail(letter()), waiting()
    page = agent.get("/mail").content.decode()
    assert [word in page for word in ("New request", "Sender waits", opened.ticket.number)] == [True] * 3
    assert f"/mail/{mail.pk}" in agent.get("/mail?state=waiting").content.decode()
    assert f"/mail/{mail.pk}" not in agent.get("/mail?state=opened").content.decode()
    assert f"/mail/{mail.pk}" in agent.get("/mail?sender=JOE@nowhere.example").content.decode()
    assert agent.get("/mail?mailbox=x&state=x&cursor=x").status_code == 422


def test_a_message_shows_what_is_new_and_folds_the_rest(agent):
    mail = make.mail(letter("It <b>burns</b>.\n\n> Is it out?\n-- \nKarin <script>alert(1)</script>"))
    page = agent.get(f"/mail/{mail.pk}").content.decode()
    assert ("It &lt;b&gt;burns" in page, "<script>alert" in page, "Signature" in page) == (True, False, True)


def test_what_cannot_be_read_says_what_was_wrong_and_can_be_taken_as_it_came(agent):
    raw = b"<html><script>alert(1)</script>"
    mail = make.mail(raw)
    assert "does not say who sent it" in agent.get(f"/mail/{mail.pk}").content.decode()
    answer = agent.get(f"/mail/{mail.pk}/source")
    assert (b"".join(answer.streaming_content), answer.headers["content-type"]) == (raw, "application/octet-stream")
    assert "attachment" in answer.headers["content-disposition"]


def test_a_sender_is_let_in(agent):
    make.mailbox(guests=make.organisation("Guests", "customer"), strangers="wait")
    mail = waiting()
    agent.post(f"/mail/{mail.pk}/let-in")
    jobs.sort_due()
    assert Mail.objects.get(pk=mail.pk).state == "opened"


def test_a_mail_is_discarded_and_stays(agent):
    mail = waiting()
    agent.post(f"/mail/{mail.pk}/discard")
    assert Mail.objects.get(pk=mail.pk).state == "discarded"
    assert agent.post(f"/mail/{mail.pk}/discard").status_code == 409


def test_senders_who_wait_and_rules(agent):
    waiting()
    assert "joe@nowhere.example" in agent.get("/mail/senders").content.decode()
    agent.post("/mail/senders/rules/add", {"pattern": "nowhere.example", "act": "discard"})
    rule = SenderRule.objects.get()
    assert "@nowhere.example" in agent.get("/mail/senders").content.decode()
    assert make.mail(letter(sender="joe@nowhere.example", subject="Again")).state == "discarded"
    agent.post(f"/mail/senders/rules/{rule.pk}/remove")
    assert not SenderRule.objects.exists()


def test_a_rule_that_names_nobody_is_refused(agent):
    answer = agent.post("/mail/senders/rules/add", {"pattern": "nobody here", "act": "wait"})
    assert (answer.status_code, "such as @example.org" in answer.content.decode()) == (422, True)


def test_a_reply_shows_what_it_quotes_in_the_room(agent):
    ticket = make.ticket()
    make.mail(letter("Out now.\n\n> Is it out?", to=f"support+{queries.token_of(ticket.pk)}@nordwind.example"))
    page = agent.get(f"/incidents/{ticket.number}").content.decode()
    assert ("Out now." in page, "Quoted text and signature" in page) == (True, True)


def test_an_employee_sees_nothing(client):
    mail = waiting()
    client.force_login(make.employee())
    assert [client.get(path).status_code for path in ("/mail", "/mail/senders", f"/mail/{mail.pk}")] == [403, 403, 404]
    assert client.post(f"/mail/{mail.pk}/let-in").status_code == 404


def test_an_auditor_looks_and_decides_nothing(client):
    mail = waiting()
    client.force_login(make.auditor())
    assert client.get(f"/mail/{mail.pk}").status_code == 200
    assert client.post(f"/mail/{mail.pk}/let-in").status_code == 403
    assert client.get("/mail/senders/rules/add").status_code == 403

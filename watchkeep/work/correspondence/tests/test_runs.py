"""Mails that are sorted together: what they become is what they would have become one by one."""

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.people.models import Person
from watchkeep.kernel.errors import Refused
from watchkeep.work.correspondence import jobs, life
from watchkeep.work.correspondence.life import Arrived
from watchkeep.work.correspondence.models import Mail
from watchkeep.work.correspondence.tests.letters import letter
from watchkeep.work.tickets.models import Comment, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kunde():
    return make.customer()


def received(*sources):
    life.receive(make.mailbox(), [Arrived(source=source) for source in sources])
    return list(Mail.objects.order_by("pk"))


def arrived(*sources):
    received(*sources)
    jobs.sort_due()
    return list(Mail.objects.order_by("pk"))


def one_of(name, body="It burns.", **more):
    return letter(body, sender=f"{name}@kunde.example", **more)


def test_mails_that_came_together_become_tickets_in_the_order_in_which_they_came():
    mails = arrived(*[one_of(f"p{number}", subject=f"Printer {number}") for number in range(5)])
    tickets = list(Ticket.objects.order_by("pk"))
    assert [mail.ticket for mail in mails] == tickets
    assert [(ticket.title, ticket.requester.email) for ticket in tickets] == [
        (f"Printer {number}", f"p{number}@kunde.example") for number in range(5)
    ]
    assert [ticket.number for ticket in tickets] == sorted(ticket.number for ticket in tickets)
    for mail in mails:
        assert told("mail", mail.pk) == ["mail.opened"]
        assert told("ticket", mail.ticket_id, "request", "sla") == [
            "request.opened", "sla.started", "sla.started", "request.cleared",
        ]  # fmt: skip


def test_an_answer_and_a_second_mail_that_came_together_with_the_first_find_what_it_became():
    first, answer, again, other = arrived(
        one_of("eve", message_id="one@kunde.example"),
        one_of("max", "Here, too.", headers="In-Reply-To: <one@kunde.example>"),
        one_of("eve", "Out now.", headers="In-Reply-To: <one@kunde.example>"),
        one_of("eve", "The lift stands."),
    )
    assert [one.state for one in (first, answer, again, other)] == ["opened", "replied", "replied", "opened"]
    assert list(Comment.objects.values_list("ticket", "body")) == [
        (first.ticket_id, "Here, too."), (first.ticket_id, "Out now."),
    ]  # fmt: skip
    assert Person.objects.filter(email="eve@kunde.example").count() == 1


def test_a_copy_of_a_mail_that_came_together_with_it_is_no_second_message():
    raw = one_of("eve", "The printer burns.", message_id="one@kunde.example")
    copy = one_of(
        "eve",
        "The printer burns.\n____\nall@kunde.example - https://lists.kunde.example",
        message_id="one@kunde.example",
    )
    assert [one.state for one in arrived(raw, copy)] == ["opened", "duplicate"]


def test_too_many_mails_of_one_sender_wait_even_when_they_came_together():
    make.mailbox(most_an_hour=2)
    assert [one.state for one in arrived(*[one_of("eve", f"Number {n}") for n in range(4)])] == [
        "opened", "opened", "capped", "capped",
    ]  # fmt: skip


def test_a_mail_on_which_sorting_fails_is_set_aside_alone(monkeypatch):
    clean = life.entering.tickets.clean_title
    titles = lambda text: clean(text) if "bad" not in text else 1 / 0  # noqa: E731  # a closure over one name
    monkeypatch.setattr("watchkeep.work.requests.life.opening.tickets.clean_title", titles)
    good, bad, also = arrived(one_of("eve"), one_of("max", subject="A bad one"), one_of("ida"))
    assert [one.state for one in (good, bad, also)] == ["opened", "received", "opened"]
    assert Ticket.objects.count() == Person.objects.filter(email__endswith="@kunde.example").count() == 2
    monkeypatch.undo()
    Mail.objects.filter(pk=bad.pk).update(next_step_at=bad.received_at)
    jobs.sort_due()
    bad.refresh_from_db()
    assert (bad.state, bad.attempts, Ticket.objects.count()) == ("opened", 2, 3)


def test_one_that_may_not_be_opened_waits_and_the_others_come_in(monkeypatch):
    def titles(text):
        if "bad" in text:
            raise Refused("Not this.")
        return text

    monkeypatch.setattr("watchkeep.work.requests.life.opening.tickets.clean_title", titles)
    mails = arrived(one_of("eve"), one_of("max", subject="A bad one"), one_of("ida"))
    assert [(one.state, one.why) for one in mails] == [("opened", ""), ("waiting", "Not this."), ("opened", "")]
    assert Ticket.objects.count() == 2


def test_when_it_ends_between_two_runs_nothing_of_them_happened_and_all_come_in_once(monkeypatch):
    mails, sort, runs = received(one_of("eve"), one_of("eve", "The lift stands.")), life.sorting._sort, []

    def end_at_the_second(run):
        runs.append(run)
        if len(runs) > 1:
            raise KeyboardInterrupt
        sort(run)

    monkeypatch.setattr(life.sorting, "_sort", end_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        jobs.sort_due()
    assert (Ticket.objects.count(), set(Mail.objects.values_list("state", "attempts"))) == (0, {("received", 1)})
    monkeypatch.undo()
    jobs.sort_due()
    assert Ticket.objects.count() == len(mails)
    assert [told("mail", mail.pk) for mail in mails] == [["mail.opened"]] * 2


def test_what_was_tried_before_is_taken_alone():
    mails = received(one_of("eve"), one_of("max"), one_of("ida"))
    Mail.objects.filter(pk=mails[0].pk).update(attempts=1)
    assert [life.sort_some() for _ in range(3)] == [1, 2, 0]


def test_a_heavy_mail_is_taken_alone(monkeypatch):
    monkeypatch.setattr(life.sorting, "MOST_BYTES", 1500)
    received(one_of("eve"), one_of("max", "x" * 2000), one_of("ida"))
    assert [life.sort_some() for _ in range(4)] == [1, 1, 1, 0]


def test_a_mail_among_others_costs_few_questions(django_assert_max_num_queries):
    received(*[one_of(f"p{number}") for number in range(30)])
    with django_assert_max_num_queries(90):
        life.sort_some()
    assert Ticket.objects.count() == 30

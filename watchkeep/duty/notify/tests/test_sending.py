from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.notify import life
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules import attempts
from watchkeep.duty.notify.rules.attempts import Answer
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_delivery_is_taken_once():
    with clock.frozen(NOON):
        row = make.delivery()
        taken = life.take("mail")
        assert (taken.pk, taken.state, taken.attempts) == (row.pk, "sending", 1)
        assert life.take("mail") is None


def test_a_page_is_taken_before_what_can_wait():
    with clock.frozen(NOON):
        make.delivery(urgency="low")
        page = make.delivery(urgency="high")
        assert life.take("mail").pk == page.pk


def test_what_is_not_due_yet_waits():
    with clock.frozen(NOON):
        make.delivery(next_attempt_at=NOON + timedelta(minutes=5))
        assert (life.take("mail"), life.due_lanes()) == (None, {})


def test_what_a_dead_process_left_in_the_middle_is_taken_again_after_its_lease_under_the_same_mark():
    with clock.frozen(NOON):
        mark = make.delivery().mark
        life.take("mail")
    with clock.frozen(NOON + timedelta(seconds=attempts.LEASE_SECONDS)):
        again = life.take("mail")
    assert (again.mark, again.attempts) == (mark, 2)


def test_an_answer_that_says_yes_settles_it():
    make.delivery()
    row = life.take("mail")
    life.settle(row, Answer.sent("250 OK queued as 42"), took_ms=12)
    row.refresh_from_db()
    assert (row.state, row.answer, row.next_attempt_at) == ("sent", "250 OK queued as 42", None)
    assert [(one.number, one.outcome, one.took_ms) for one in row.tries.all()] == [(1, "sent", 12)]


def test_a_failure_is_tried_again_later_and_later():
    make.delivery()
    waits = []
    for number in range(3):
        with clock.frozen(NOON + timedelta(hours=number)):
            Delivery.objects.update(next_attempt_at=NOON)
            row = life.take("mail")
            life.settle(row, Answer.try_again("451 try later"))
            row.refresh_from_db()
            waits.append((row.next_attempt_at - clock.now()).total_seconds())
    assert row.state == "pending"
    assert 5 <= waits[0] <= 15 <= 2 * waits[1] <= 60 <= 4 * waits[2]


def test_after_the_last_attempt_it_is_given_up_aloud():
    ticket = make.ticket()
    row = make.delivery(ticket=ticket, attempts=attempts.MOST_ATTEMPTS - 1)
    life.settle(life.take("mail"), Answer.try_again("451 try later"))
    row.refresh_from_db()
    assert row.state == "dead"
    assert "notify.given_up" in told("ticket", ticket.pk)


def test_a_refusal_for_good_ends_it_at_once_and_marks_the_method():
    ana = make.ana()
    hook = make.method(ana)
    row = make.delivery(ana, method_id=hook.pk)
    life.settle(life.take("mail"), Answer.never("550 no such user"))
    hook.refresh_from_db()
    assert hook.failing_since
    assert told("delivery", row.pk) == ["notify.lost"]


def test_a_method_that_works_again_is_no_longer_marked():
    ana = make.ana()
    hook = make.method(ana, failing_since=NOON)
    make.delivery(ana, method_id=hook.pk)
    life.settle(life.take("mail"), Answer.sent("200 OK"))
    hook.refresh_from_db()
    assert hook.failing_since is None


def test_a_manager_has_it_sent_again_under_the_same_mark():
    row = make.delivery()
    life.settle(life.take("mail"), Answer.never("550 no such user"))
    row.refresh_from_db()
    mark = row.mark
    life.resend(row, by=make.actor(make.manager()))
    again = life.take("mail")
    assert (again.mark, again.attempts) == (mark, 1)
    assert told("delivery", row.pk)[-1] == "notify.resent"


def test_an_employee_may_not_and_what_waits_need_not_be_sent_again():
    row = make.delivery()
    with pytest.raises(Refused):
        life.resend(row, by=make.actor(make.manager()))
    life.settle(life.take("mail"), Answer.sent("250 OK"))
    with pytest.raises(NotAllowed):
        life.resend(Delivery.objects.get(), by=make.actor(make.employee()))


@pytest.mark.parametrize("number", range(1, 12))
def test_waits_grow_but_never_beyond_a_quarter_of_an_hour_give_or_take_half(number):
    shortest, longest = (attempts.pause_seconds(number, chance) for chance in (0.0, 0.999))
    assert 5 <= shortest < longest <= 1350


def test_text_link_and_address_are_erased_after_ninety_days_and_the_log_stays():
    row = make.delivery(link="http://example.org/a/token")
    life.settle(life.take("mail"), Answer.sent("250 OK"))
    waiting = make.delivery()
    with clock.travel(days=91):
        assert life.forget_old() == 1
        assert life.forget_old() == 0
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert (row.body, row.link, row.address, row.answer) == ("", "", "", "250 OK")
    assert waiting.body
    with pytest.raises(Refused, match="erased"):
        life.resend(row, by=make.actor(make.manager()))

"""The sweep: what it survives, and that it never pages twice."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import race, sweep, told
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.jobs import page_due
from watchkeep.duty.oncall.life import calling, stepping
from watchkeep.duty.oncall.models import Escalation, Page
from watchkeep.kernel import clock


class Killed(BaseException):
    """The process dies here: nothing catches it."""


def test_days_of_downtime_page_the_next_person_once_and_give_her_all_her_time():
    running = make.escalation(make.step(make.ana()), make.step(make.bo()), make.step(make.person("Cy")))
    sweep(page_due)
    with clock.travel(days=3):
        sweep(page_due)
        assert list(running.pages.values_list("person__name", flat=True)) == ["Ana", "Bo"]
        assert Escalation.objects.get(pk=running.pk).next_step_at == clock.now() + timedelta(minutes=5)


@pytest.mark.parametrize("place", ["call", "after the call"])
def test_a_sweep_that_dies_in_a_step_has_done_nothing_and_does_it_all_after_the_restart(monkeypatch, place):
    running = make.escalation(make.step(make.ana(), make.bo()))

    def die(*_args, **_more):
        raise Killed

    with monkeypatch.context() as patched, pytest.raises(Killed):
        if place == "call":
            patched.setattr(calling, "_page_text", die)
        else:
            patched.setattr(stepping, "_stand", die)
        page_due()
    assert (running.pages.count(), Delivery.objects.count()) == (0, 0)
    assert "oncall.paged" not in told("ticket", running.ticket_id)
    sweep(page_due)
    assert running.pages.count() == 2
    assert told("ticket", running.ticket_id).count("oncall.paged") == 2


def test_one_that_fails_does_not_hold_up_the_others(monkeypatch, caplog):
    bad, good = make.escalation(make.step(make.ana())), make.escalation(make.step(make.bo()))
    real = life.advance

    def fail_for_one(pk):
        if pk == bad.pk:
            raise RuntimeError("a broken row")
        return real(pk)

    monkeypatch.setattr(life, "advance", fail_for_one)
    sweep(page_due)
    assert (bad.pages.count(), good.pages.count()) == (0, 1)
    assert "could not take its step" in caplog.text
    monkeypatch.undo()
    with clock.travel(minutes=1):
        sweep(page_due)
    assert bad.pages.count() == 1


def test_the_sweep_says_how_much_it_did_and_then_that_nothing_is_left():
    make.escalation(), make.escalation()
    assert (page_due(), page_due()) == (2, 0)


def test_two_sweeps_at_once_page_each_person_once(transactional_db):
    running = [make.escalation(make.step(make.ana(), make.bo())) for _ in range(5)]
    race(page_due, page_due, page_due, page_due)
    assert Page.objects.count() == 2 * len(running)
    assert Delivery.objects.count() == 2 * len(running)

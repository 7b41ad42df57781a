"""The dead man's switch: whether escalation itself is alive."""

from datetime import timedelta

import pytest
from django.test import Client

from testing import make
from watchkeep.doors.health.escalation import SWEEPS
from watchkeep.duty.oncall.models import Escalation
from watchkeep.insight.detection.models import Pending
from watchkeep.kernel import clock, wires
from watchkeep.kernel.models import Beat
from watchkeep.kernel.worker import Worker


def ask():
    answer = Client().get("/healthz/escalation")
    return answer.status_code, answer.json()["parts"]


def beat(worker="w", **seconds_ago):
    now = clock.now()
    ran = {sweep: (now - timedelta(seconds=seconds_ago.get(part, 1))).isoformat() for part, sweep in SWEEPS.items()}
    Beat.objects.create(worker=worker, at=now, ran=ran)


def test_it_asks_for_sweeps_that_the_wiring_page_runs():
    assert set(SWEEPS.values()) <= {sweep.name for sweep in wires.sweeps()}


def test_all_is_well_while_all_three_run_and_nothing_lies_there(django_assert_max_num_queries):
    beat()
    with django_assert_max_num_queries(4):
        assert ask() == (200, {"fold": "ok", "escalation": "ok", "sender": "ok"})


def test_without_a_worker_all_three_are_late():
    assert ask() == (503, {"fold": "late", "escalation": "late", "sender": "late"})


@pytest.mark.parametrize("part", SWEEPS)
def test_the_one_that_stopped_is_named(part):
    beat(**{part: 90})
    status, parts = ask()
    assert (status, [name for name, word in parts.items() if word == "late"]) == (503, [part])


def test_another_worker_makes_up_for_one_whose_sweep_stopped():
    beat(sender=500)
    beat("second")
    assert ask()[0] == 200


def test_an_escalation_that_nobody_takes_is_overdue_although_the_sweep_runs():
    running = make.escalation()
    with clock.travel(minutes=2):
        beat()
        assert ask()[1]["escalation"] == "overdue"
        Escalation.objects.filter(pk=running.pk).update(next_step_at=clock.now() + timedelta(minutes=5))
        assert ask()[1]["escalation"] == "ok"


def test_a_page_and_an_event_that_are_left_lying_are_overdue_and_what_can_wait_is_not():
    make.delivery(make.ana(), urgency="low")
    with clock.travel(minutes=2):
        beat()
        assert ask()[0] == 200
    make.delivery(make.ana())
    Pending.objects.create(event=1, received_at=clock.now())
    with clock.travel(minutes=2):
        beat("second")
        assert ask()[1] == {"fold": "overdue", "escalation": "ok", "sender": "overdue"}


def test_it_leaks_no_details_and_takes_no_login():
    make.escalation(title="The secret project is down")
    answer = Client().get("/healthz/escalation")
    assert set(answer.json()) == {"status", "parts"}
    assert "secret" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_a_worker_writes_down_when_a_sweep_came_through_and_not_when_it_failed():
    def fails():
        raise ValueError

    def works():
        return 0

    sweeps = [wires.Every(seconds=0.01, run=run) for run in (fails, works)]
    one = Worker(sweeps)
    for sweep in sweeps:
        one._run_once(sweep)
    assert list(one.ran) == [sweeps[1].name]

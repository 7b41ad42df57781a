"""Recurring work becomes changes and requests ahead of its day, once; what becomes of them is the evidence."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from testing import make
from testing.harness import told
from testing.turning import come
from watchkeep.insight.reviews import jobs, life, queries
from watchkeep.insight.reviews.models import Occurrence, Task
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import Change, ChangeModel
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import Request

pytestmark = pytest.mark.django_db


def at(month: int, day: int, hour: int = 9):
    return clock.frozen(datetime(2026, month, day, hour, tzinfo=UTC))


def planned(**more) -> Task:
    """Something on the 20th of each month, planned on the first of March."""
    with at(3, 1):
        return make.preventive_task(19, rule="FREQ=MONTHLY", time_zone="UTC", **more)


def test_a_change_is_made_ahead_of_its_day_and_once_after_weeks_of_silence():
    task = planned(makes="change", model=make.change_model(length_minutes=90), detail="Renew the certificate.")
    with at(3, 12):
        assert jobs.make_due() == 0
    with at(3, 13, 23), at(3, 14):
        assert (jobs.make_due(), jobs.make_due()) == (1, 0)
    change = Change.objects.get()
    assert (change.ticket.title, change.ticket.description, change.kind) == (
        task.title,
        "Renew the certificate.",
        "normal",
    )
    assert change.ends_at - change.starts_at == timedelta(minutes=90)
    assert change.owner == task.owner
    assert list(change.services.all()) == [task.service]
    with at(6, 1):
        assert jobs.make_due() == 0
    late = planned(makes="change")
    with at(6, 1):
        assert (jobs.make_due(), jobs.make_due()) == (1, 0)
    assert Change.objects.get(pk=Task.objects.get(pk=late.pk).ticket_id).starts_at is None


def test_a_standard_change_goes_ahead_by_itself_and_its_end_is_the_evidence():
    model = make.change_model(is_standard=True)
    task = planned(makes="change", model=model)
    with at(3, 14):
        jobs.make_due()
        change = Change.objects.get()
        assert change.state == "scheduled"
    with clock.frozen(change.starts_at):
        changes.begin(change, by=CLOCK)
        for step in change.steps.all():
            changes.take_step(step, by=CLOCK, state="done")
        changes.finish(change, by=CLOCK)
        changes.close(change, by=CLOCK, outcome="successful", note="Until May 2027")
    done = Occurrence.objects.get()
    assert (done.state, done.done_by, done.ticket_id) == ("done", change.ticket.assignee, change.pk)
    assert change.number in done.evidence
    assert "Until May 2027" in done.evidence
    task.refresh_from_db()
    assert (f"{task.next_on}", task.ticket, task.makes_at) == ("2026-04-20", None, task.due_at - timedelta(days=7))


def test_what_came_to_nothing_leaves_it_due():
    task = planned(makes="change")
    with at(3, 14):
        jobs.make_due()
        changes.cancel(Change.objects.get(), by=CLOCK, reason="Not now")
        assert jobs.make_due() == 0
    task.refresh_from_db()
    assert (f"{task.next_on}", task.ticket) == ("2026-03-20", None)
    assert told("preventive", task.pk)[-1] == "preventive.left"


def test_a_request_is_made_for_its_owner_and_done_with_its_result():
    task = planned(makes="request", lead_days=2)
    with at(3, 19):
        jobs.make_due()
        request = Request.objects.get()
        assert request.ticket.assignee == task.owner
        requests.fulfil(request, by=make.actor(make.ana()), result="All quotas are under 60 %")
    assert Occurrence.objects.get().evidence == f"{request.number}: All quotas are under 60 %"


def test_days_are_kept_in_time_late_or_missed_and_each_figure_has_its_days():
    task, by = planned(), make.actor(make.ana())
    with at(3, 18):
        life.do_task(task, by=by, evidence="Seen")
    with at(6, 25):
        life.do_task(task, by=by, evidence="At last")
        assert [(one.key, one.done, one.late, one.missed) for one in queries.by_month(by)] == [
            ("2026-06", 0, 0, 1), ("2026-05", 0, 0, 1), ("2026-04", 0, 1, 0), ("2026-03", 1, 0, 0),
        ]  # fmt: skip
        assert [(one.key, one.percent) for one in queries.by_task(by)] == [(task.number, 25)]
        missed = queries.behind(by, task=task.number, state="missed")
        assert [f"{one.due_on}" for one in missed] == ["2026-06-20", "2026-05-20"]
        client = Client()
        client.force_login(make.ana())
        page = client.get("/preventive/compliance", {"month": "2026-05"}).content.decode()
        assert "25 %" in page
        assert task.title in page
        assert client.get("/preventive/compliance", {"month": "nonsense"}).status_code == 200
    task.refresh_from_db()
    assert f"{task.next_on}" == "2026-07-20"


def test_a_model_is_for_changes_alone():
    with pytest.raises(Refused) as no, transaction.atomic():
        planned(makes="request", model=make.change_model())
    assert no.value.field == "model"


def test_one_that_is_refused_holds_no_other_up_and_is_tried_again_ever_more_rarely():
    model = make.change_model()
    broken, fine = planned(makes="change", model=model), planned(makes="request")
    plan = model.plan
    ChangeModel.objects.update(plan=[{"title": ""}])
    with at(3, 14):
        assert (jobs.make_due(), jobs.make_due()) == (1, 0)
        broken.refresh_from_db()
        assert (broken.tries, broken.makes_at) == (1, clock.now() + timedelta(minutes=5))
    assert broken.refusal
    assert broken.refusal in come(make.ana()).get(f"/preventive/{broken.number}").content.decode()
    with at(3, 14, 12):
        assert jobs.make_due() == 0
        broken.refresh_from_db()
        assert (broken.tries, broken.makes_at) == (2, clock.now() + timedelta(minutes=10))
    assert told("preventive", broken.pk).count("preventive.refused") == 1
    assert Request.objects.get().pk == Task.objects.get(pk=fine.pk).ticket_id
    ChangeModel.objects.update(plan=plan)
    with at(3, 15):
        assert jobs.make_due() == 1
    broken.refresh_from_db()
    assert (broken.tries, broken.refusal) == (0, "")

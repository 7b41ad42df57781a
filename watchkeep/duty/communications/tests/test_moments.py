from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import run_later, sweep, told
from watchkeep.duty.communications import jobs, life, queries, reactions
from watchkeep.duty.communications.models import Expectation, Message
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import events
from watchkeep.work.incidents import life as incidents

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def drafts(incident):
    return sorted(Message.objects.open().filter(ticket=incident.pk).values_list("audience__name", "phase"))


def opened(**more):
    with clock.frozen(NOON):
        incident = make.incident(service=make.service("Web shop"), **more)
        run_later()
    return incident


def after(minutes):
    return clock.frozen(NOON + timedelta(minutes=minutes))


def test_words_lie_ready_when_something_bad_opens():
    make.ana()
    incident = opened(severity=2)
    assert drafts(incident) == [
        ("Customers of the service", "first"), ("Followers of the service", "first"), ("Managers", "first"),
        ("Responsible team", "first"),
    ]  # fmt: skip
    team = Expectation.objects.get(ticket=incident.pk, audience__name="Responsible team")
    assert team.due_at == NOON + timedelta(minutes=15)


def test_words_for_many_cost_what_words_for_one_cost():
    make.ana()

    def cost(moment):
        with CaptureQueriesContext(connection) as asked:
            made = life.draft_at_moment(incident, by=CLOCK, phase="update", moment=moment)
        return len(made), len(asked)

    incident = opened(severity=2)
    Message.objects.filter(ticket=incident.pk).update(state="discarded")
    first, *others = Expectation.objects.filter(ticket=incident.pk, audience__is_outside=False)
    Expectation.objects.filter(ticket=incident.pk).exclude(pk=first.pk).delete()
    few = cost(1)
    for other in others:
        other.save(force_insert=True)
    Message.objects.filter(ticket=incident.pk).update(state="discarded")
    assert [few, cost(2)] == [(1, few[1]), (3, few[1])]


@pytest.mark.parametrize("more", [{"severity": 3}, {"severity": 1, "is_drill": True}])
def test_nobody_is_told_of_what_is_small_or_a_drill(more):
    assert drafts(opened(**more)) == []


def test_a_raised_severity_brings_the_first_words():
    incident = opened(severity=3)
    incidents.set_severity(incident, by=CLOCK, severity=1)
    run_later()
    assert {phase for _name, phase in drafts(incident)} == {"first"}


def test_each_moment_replaces_what_nobody_touched_and_keeps_what_somebody_works_on():
    incident = opened(severity=1)
    ana = make.actor(make.ana())
    team = Message.objects.get(ticket=incident.pk, audience__name="Responsible team")
    life.edit(team, by=ana, subject="Mine", body="My words")
    with after(5):
        incidents.acknowledge(incident, by=ana)
        incidents.restore(incident, by=ana)
        run_later()
    assert ("Responsible team", "first") in drafts(incident)
    assert ("Managers", "restored") in drafts(incident)
    assert len(drafts(incident)) == 4


def test_they_hear_more_when_they_were_promised_it_and_silence_is_a_fact_once():
    incident = opened(severity=1)
    team = Message.objects.get(ticket=incident.pk, audience__name="Responsible team")
    with after(10):
        life.send(team, by=CLOCK)
    waits = Expectation.objects.get(ticket=incident.pk, audience=team.audience)
    assert waits.due_at == NOON + timedelta(minutes=40)
    with after(34):
        jobs.draft_due()
        assert ("Responsible team", "update") not in drafts(incident)
    with after(35):
        jobs.draft_due()
        assert ("Responsible team", "update") in drafts(incident)
    with after(39):
        sweep(jobs.tell_late)
        late = told("ticket", incident.pk).count("communication.late")
    with after(40):
        sweep(jobs.tell_late)
        sweep(jobs.tell_late)
        assert told("ticket", incident.pk).count("communication.late") == late + 1
        panel = queries.panel(incident.pk, make.actor(make.ana()))
        assert "Responsible team" in [row.audience.name for row in panel.late]


def test_a_promised_moment_goes_before_the_habit():
    incident = opened(severity=1)
    team = Message.objects.get(ticket=incident.pk, audience__name="Responsible team")
    with after(10):
        life.send(team, by=CLOCK, next_at=NOON + timedelta(minutes=20))
    due = Expectation.objects.get(ticket=incident.pk, audience=team.audience).due_at
    assert due == NOON + timedelta(minutes=20)


def test_after_the_end_nobody_waits():
    incident = opened(severity=1)
    with after(5):
        incidents.cancel(incident, by=CLOCK, reason="A false alarm")
        run_later()
    assert drafts(incident) == []
    assert not Expectation.objects.filter(ticket=incident.pk, due_at__isnull=False).exists()


def test_a_draft_that_cannot_be_made_is_tried_once_and_holds_up_nobody(monkeypatch):
    incident = opened(severity=1)
    for message in Message.objects.open().filter(ticket=incident.pk):
        life.discard(message, by=CLOCK)
    Expectation.objects.filter(ticket=incident.pk).update(draft_at=NOON)
    bad = Expectation.objects.get(ticket=incident.pk, audience__name="Managers").pk
    real = life.draft_due

    def sometimes(expectation):
        if expectation.pk == bad:
            raise RuntimeError
        return real(expectation)

    monkeypatch.setattr(life, "draft_due", sometimes)
    with after(1):
        assert jobs.draft_due() == 4
        assert jobs.draft_due() == 0
    assert len(drafts(incident)) == 3


def test_what_customers_were_told_is_offered_on_the_status_page_that_announces_it():
    incident = opened(severity=1)
    page = make.status_page()
    announced = make.announcement(make.component(page), ticket=incident.ticket)
    words = Message.objects.get(ticket=incident.pk, audience__name="Customers of the service")
    life.edit(words, by=make.actor(make.ana()), subject="Checkout", body="Checkout is down.")
    life.submit(words, by=make.actor(make.ana()))
    life.approve(words, by=make.actor(make.manager()))
    run_later()
    offered = announced.updates.get(body="Checkout is down.")
    assert offered.state == "draft"


def test_a_published_review_brings_its_words_and_nobody_waits_for_them():
    incident = opened(severity=1)
    with after(5):
        incidents.resolve(incident, by=CLOCK, fix="Restarted it")
        run_later()
    Expectation.objects.update(due_at=None)
    reactions.lay_words_of_review(events.Closed(record=incident.pk, by=CLOCK, id=99))  # any fact about the ticket
    assert {phase for _name, phase in drafts(incident)} == {"review"}
    assert not Expectation.objects.filter(due_at__isnull=False).exists()

"""Procedures: drafts, versions that never change, what goes back, what applies where, and what helped before."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from testing import make
from testing.harness import run_later, sweep, told
from watchkeep.duty.automation import jobs, life, queries
from watchkeep.duty.automation.life import Condition
from watchkeep.duty.automation.models import Procedure, RunStep, Version
from watchkeep.duty.notify.models import Delivery
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

ASKS = make.doing("a", answers=("x", "y"))


def fresh(procedure):
    return Procedure.objects.get(pk=procedure.pk)


def offered(ticket, *alerts):
    own = Procedure.objects.filter(is_builtin=False).values_list("pk", flat=True)
    return [one for one in queries.offers(ticket, lambda: alerts) if one.procedure.pk in own]


def test_a_published_version_never_changes_not_even_in_the_database():
    version = queries.current(make.procedure())
    with pytest.raises(ProgrammingError, match="never changes"), transaction.atomic():
        Version.objects.filter(pk=version.pk).update(body="Something else")
    with pytest.raises(ProgrammingError, match="never changes"), transaction.atomic():
        version.delete()


def test_writing_on_makes_a_draft_beside_it_and_publishing_the_next_version():
    made = make.procedure()
    life.save_draft(made, by=CLOCK, body="More", steps=[make.doing("look")])
    assert fresh(made).published_number == 1
    life.publish(made, by=CLOCK, note="Shorter")
    assert (fresh(made).published_number, queries.current(fresh(made)).body) == (2, "More")


def test_of_two_writers_the_second_is_told():
    made = make.procedure(is_published=False)
    seen = made.versions.get().edits
    life.save_draft(made, by=CLOCK, body="One", steps=[], seen=seen)
    with pytest.raises(Refused, match="just changed"):
        life.save_draft(made, by=CLOCK, body="Two", steps=[], seen=seen)


def test_the_library_finds_what_is_published_and_not_what_was_or_may_be():
    made = make.procedure(body="Restart zebra")
    life.save_draft(made, by=CLOCK, body="Reload okapi", steps=[make.doing("look")])
    found = lambda word: list(queries.library(make.actor(make.ana()), words=word))  # noqa: E731
    assert (found("zebra"), found("okapi")) == ([made], [])
    life.publish(made, by=CLOCK)
    assert (found("zebra"), found("okapi")) == ([], [made])


def test_an_earlier_version_comes_back_as_a_draft():
    made = make.procedure(body="First")
    life.save_draft(made, by=CLOCK, body="Second", steps=[make.doing("look")])
    life.publish(made, by=CLOCK)
    draft = life.restore(made.versions.get(number=1), by=CLOCK)
    assert (draft.number, draft.body, fresh(made).published_number) == (3, "First", 2)


def test_comparing_names_what_is_new_and_what_is_gone():
    made = make.procedure(body="First")
    after = life.save_draft(made, by=CLOCK, body="Second", steps=[make.doing("look")])
    lines = {(line.sign, line.text) for line in queries.compared(made.versions.get(number=1), after)}
    assert {("-", "First"), ("+", "Second"), (" ", "## 1. Look")} <= lines


def test_publishing_takes_another_permission_than_writing():
    ana = make.actor(make.ana())
    made = life.create(by=ana, name="Ours", steps=[make.doing("look")])
    with pytest.raises(NotAllowed):
        life.publish(made, by=ana)


@pytest.mark.parametrize(
    "steps",
    [
        [make.doing("a"), make.doing("a")],
        [make.doing("a", answers=("one",))],
        [make.doing("a", condition=Condition(step="b", answers=("x",)))],
        [make.doing("a", answers=("x", "y")), make.doing("b", condition=Condition(step="a", answers=("z",)))],
        [ASKS, make.doing("b", together=True, condition=Condition(step="a", answers=("x",)))],
        [make.doing("a", due_minutes=-1)],
        [make.doing("a", title=" ")],
    ],
)  # fmt: skip
def test_steps_that_could_not_be_carried_out_are_refused(steps):
    with pytest.raises(Refused) as no:
        life.create(by=CLOCK, name="Wrong", steps=steps)
    assert no.value.field == "steps"


def test_what_is_tied_to_the_service_its_machines_or_its_alerts_is_offered():
    service = make.service(on=(make.item("db1", cls="database"),))
    ties = [{"service": service}, {"item_class": make.item_class("database")}, {"matchers": 'alertname=~"Disk.*"'}]
    for tie in [*ties, {"service": make.service()}, {"item_class": make.item_class("network")}]:
        life.tie(make.procedure(), by=CLOCK, **tie)
    ticket = make.ticket(service=service)
    assert [one.why for one in offered(ticket)] == ["service", "class"]
    assert [one.why for one in offered(ticket, {"alertname": "DiskFull"})] == ["alerts", "service", "class"]


def test_what_helped_before_comes_first():
    service = make.service()
    dull, good = make.procedure(name="A dull one"), make.procedure(name="B good one")
    for one in (dull, good):
        life.tie(one, by=CLOCK, service=service)
    run = life.start(good, by=CLOCK, ticket=make.ticket(service=service))
    life.rate(run, by=CLOCK, helped=True)
    first = offered(make.ticket(service=service))[0]
    assert (first.procedure, first.record.helped, first.record.rated) == (good, 1, 1)


def test_a_late_step_is_told_once_and_its_owner_hears_of_it():
    ana = make.ana()
    run = make.run(make.doing("call", role="commander", due_minutes=5))
    life.name_holder(run.ticket, by=CLOCK, role="commander", person=ana)
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        assert sweep(jobs.tell_late) == 1
        assert sweep(jobs.tell_late) == 0
        run_later()
    assert told("ticket", run.ticket_id, "step") == ["step.late"]
    assert RunStep.objects.get(run=run).was_late
    assert Delivery.objects.filter(person=ana, ticket=run.ticket_id, subject__contains="Late").exists()


def test_what_is_done_in_time_is_never_late():
    run = make.run(make.doing("call", due_minutes=5))
    life.finish_step(RunStep.objects.get(run=run), by=CLOCK)
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        assert sweep(jobs.tell_late) == 0

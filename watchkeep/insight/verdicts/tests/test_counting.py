"""How verdicts and reviews count: for models, for relatives, for the team; and what closes by itself."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import race, run_later, sweep
from watchkeep.duty.notify.models import Delivery
from watchkeep.insight.verdicts import jobs, life, queries
from watchkeep.insight.verdicts.models import ChangeReview, Compared, Verdict
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes import life as changes
from watchkeep.work.changes import queries as planned
from watchkeep.work.changes.models import Change, ChangeModel


def record(model):
    """What is counted, and whether that is what the rows come to."""
    model = ChangeModel.objects.get(pk=model.pk)
    counted = planned.record_of(model)
    assert (model.runs, model.good) == (counted.runs, counted.good)
    return model.runs, model.good, model.standing


def test_the_verdict_counts_at_once_and_what_a_person_says_of_it_outranks_it():
    model = make.change_model(is_standard=True, promote_at=1, window_runs=4, demote_under=75)
    change = make.judged(model=model)
    assert record(model) == (1, 0, "demoted")
    sketch = planned.Sketch(title=change.ticket.title, model=model.pk, services=planned.service_ids(change))
    assert [wrong for _weight, wrong in planned.risk_of_sketch(sketch).inputs.relatives] == [True]
    make.reviewed(change, did_harm=False)
    assert record(model) == (0, 0, "demoted")
    changes.close(Change.objects.get(pk=change.pk), by=CLOCK, outcome="successful")
    assert record(model) == (1, 1, "demoted")
    assert [wrong for _weight, wrong in planned.risk_of_sketch(sketch).inputs.relatives] == [False]
    changes.promote(model, by=CLOCK)
    assert record(model) == (1, 1, "standard")
    found = queries.team_record(change.ticket.team_id, clock.now())
    assert (found.ended, found.successful, found.worse) == (1, 1, 1)


def test_what_is_found_after_it_was_closed_counts_against_it():
    model = make.change_model()
    change = make.change("closed", model=model)
    assert record(model) == (1, 1, "template")
    changes.find_harm(change, by=CLOCK)
    changes.find_harm(change, by=CLOCK)
    assert record(model) == (1, 0, "template")
    assert queries.team_record(change.ticket.team_id, clock.now()).successful == 0
    changes.clear_harm(change, by=CLOCK)
    assert record(model) == (1, 1, "template")


def ended(**given):
    """A change of a standard model that ended a day and some hours ago, looked at for the last time."""
    model = make.change_model(f"Standard {Change.objects.count()}", is_standard=True)
    with clock.travel(hours=-30):
        change = make.change("draft", kind="standard", model=model, plan=model.plan, **given)
        changes.submit(change, by=CLOCK)
        changes.begin(change, by=CLOCK)
        make.carried_through(change)
    sweep(jobs.judge_due)
    run_later()
    return Change.objects.get(pk=change.pk)


def test_a_standard_change_that_nobody_closed_is_closed_by_a_verdict_that_has_nothing_against_it():
    shop = make.shop()
    make.measured(make.indicator(shop), clock.now(), days=45)
    change = ended(services=[shop])
    assert (change.state, change.outcome) == ("closed", "successful")
    assert "The same" in change.outcome_note
    assert record(change.model)[:2] == (1, 1)


def test_what_is_not_known_to_have_gone_well_is_left_to_people():
    unknown = ended()
    assert (Verdict.objects.get(pk=unknown.pk).finding, unknown.state) == ("unknown", "evaluating")
    by_pipeline = ended(source="pipeline")
    assert (by_pipeline.state, by_pipeline.outcome) == ("closed", "successful")
    normal = make.change("evaluating")
    Verdict.objects.filter(pk=normal.pk).update(finding="same", looks=3, due_at=None)
    life.close_by_itself(normal.pk)
    assert Change.objects.get(pk=normal.pk).state == "evaluating"


def test_a_review_that_was_done_is_asked_for_again_when_the_change_turns_out_to_have_done_harm():
    with clock.travel(minutes=-40):
        change = make.change(kind="emergency", services=[make.shop()])
        changes.rush(change, by=CLOCK)
        make.carried_through(change)
    make.reviewed(change)
    make.measured(make.indicator(make.shop()), clock.now(), last=60)
    life.judge(change.pk)
    review = ChangeReview.objects.get()
    assert (review.why, review.is_open, review.did_harm) == ("worse", True, None)
    assert review.answers[0] == "As it was planned."
    assert len(review.questions) > len(review.answers)
    make.reviewed(change, did_harm=True)
    assert Change.objects.get(pk=change.pk).harmed_at


def test_a_late_review_is_asked_for_again_and_put_before_those_who_lead_once():
    change = make.judged()
    run_later()
    before = Delivery.objects.filter(subject__contains="Review is late").count()
    for days in (2, 4, 4, 6, 60):
        with clock.travel(days=days):
            sweep(jobs.remind_late)
            run_later()
    late = Delivery.objects.filter(subject__contains="Review is late").order_by("pk")
    assert before == 0
    assert [one.person for one in late] == [change.owner, make.bo()]
    assert ChangeReview.objects.get().is_escalated


@pytest.mark.django_db(transaction=True)
def test_of_two_who_look_at_the_same_moment_one_does():
    change = make.judged()
    Compared.objects.all().delete()
    Verdict.objects.update(looks=0, finding="", worse_at=None, due_at=clock.now() - timedelta(minutes=1))
    taken = list[bool]()
    assert race(*[lambda: taken.append(life.judge(change.pk))] * 4) == [None] * 4
    assert sorted(taken) == [False, False, False, True]
    assert Verdict.objects.get().looks == 1

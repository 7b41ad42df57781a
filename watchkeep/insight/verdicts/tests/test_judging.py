from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import run_later, sweep
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.services import life as services
from watchkeep.insight.verdicts import jobs, life, queries
from watchkeep.insight.verdicts.models import ChangeReview, Compared, Touched, Verdict
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import told
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import Change

BEGUN = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
ENDED = BEGUN + timedelta(minutes=12)


def carried_out(state="evaluating", **given):
    """A change that was begun and ended at its time."""
    with clock.frozen(BEGUN):
        change = make.change("implementing", **given)
    if state == "evaluating":
        with clock.frozen(ENDED):
            for step in change.steps.all():
                changes.take_step(step, by=CLOCK, state="done")
            changes.finish(change, by=CLOCK)
    return Change.objects.get(pk=change.pk)


def looked_at(after):
    """The sweep, so long after the change."""
    with clock.frozen(ENDED + after):
        taken = sweep(jobs.judge_due)
        run_later()
        return taken


def verdict(change):
    return Verdict.objects.get(pk=change.pk)


def test_a_change_that_does_harm_is_worse_is_told_and_is_reviewed_before_it_is_closed():
    shop = make.shop()
    errors = make.indicator(shop, "Error rate")
    make.measured(errors, ENDED + timedelta(minutes=25), last=40)
    change = carried_out(services=[shop])
    assert looked_at(timedelta(minutes=10)) == 0
    assert looked_at(timedelta(minutes=30)) == 1
    found = verdict(change)
    assert (found.finding, found.looks, found.is_final) == ("worse", 1, False)
    assert found.due_at == BEGUN + timedelta(minutes=90), "a look at an hour waits for the next quarter"
    shown = queries.comparisons_of(found)
    assert (shown[0].name, shown[0].finding) == ("Error rate", "worse")
    assert shown[0].q < 0.01
    assert 20 < shown[0].effect < 80
    assert [row.data["finding"] for row in told("ticket", change.pk, kind="verdict.reached")] == ["worse"]
    letter = Delivery.objects.get(person=change.owner, subject__contains="made something worse")
    assert change.number in letter.subject
    review = ChangeReview.objects.get(pk=change.pk)
    assert any("got worse" in question for question in review.questions)
    with pytest.raises(Refused) as refused:
        changes.close(change, by=CLOCK, outcome="with_issues", note="Errors")
    assert refused.value.code == "unreviewed"
    with pytest.raises(Refused) as refused:
        life.answer(review, by=CLOCK, answers=[""] * len(review.questions), did_harm=True)
    assert (refused.value.field, refused.value.code) == ("answers", "missing")
    life.answer(review, by=make.actor(make.ana()), answers=["Seen"] * len(review.questions), did_harm=True)
    changes.close(Change.objects.get(pk=change.pk), by=CLOCK, outcome="with_issues", note="Errors")


def test_once_worse_stays_worse_and_nobody_is_told_twice():
    shop = make.shop()
    make.measured(make.indicator(shop), ENDED + timedelta(minutes=25), last=40)
    change = carried_out(services=[shop])
    looked_at(timedelta(minutes=30))
    assert looked_at(timedelta(hours=30)) == 2
    found = verdict(change)
    assert (found.finding, found.looks, found.due_at, found.is_final) == ("worse", 3, None, True)
    assert Delivery.objects.filter(subject__contains="made something worse").count() == 1
    assert ChangeReview.objects.count() == 1


def test_a_change_that_does_nothing_is_the_same_and_looks_missed_are_taken_in_order():
    shop = make.shop()
    make.measured(make.indicator(shop), ENDED + timedelta(hours=26), days=45)
    change = carried_out(services=[shop])
    assert looked_at(timedelta(hours=26)) == 3
    looks = [row.data for row in told("ticket", change.pk, kind="verdict.reached")]
    assert [(one["look"], one["finding"], one["is_final"]) for one in looks] == [
        (0, "same", False), (1, "same", False), (2, "same", True),
    ]  # fmt: skip
    assert not ChangeReview.objects.exists()
    assert looked_at(timedelta(hours=30)) == 0


def test_what_is_too_thin_is_unknown_and_says_why():
    change = carried_out()
    looked_at(timedelta(minutes=30))
    found = verdict(change)
    assert found.finding == "unknown"
    assert {one.why for one in queries.comparisons_of(found)} == {"the history is too short to say what is usual"}


def test_dependants_as_of_the_beginning_are_looked_at_as_well():
    shop, checkout, later = make.shop(), make.service("Checkout"), make.service("Later")
    services.depend_on(checkout, shop, by=CLOCK)
    make.measured(make.indicator(checkout, "Latency"), ENDED + timedelta(minutes=25), last=60)
    change = carried_out(services=[shop])
    services.depend_on(later, shop, by=CLOCK)
    life.stand(change.pk)
    assert list(Touched.objects.values_list("service", "distance")) == [(shop.pk, 0), (checkout.pk, 1)], "once"
    looked_at(timedelta(minutes=30))
    assert verdict(change).finding == "worse"
    assert Compared.objects.filter(finding="worse").get().service == checkout


def test_alerts_incidents_and_requests_are_counted_beside_their_history():
    shop = make.shop()
    monitor = make.integration(service=shop)
    for day in range(14, 0, -1):
        with clock.frozen(BEGUN - timedelta(days=day, hours=day % 5)):
            make.heard(monitor, make.signal(f"day/{day}"))
    change = carried_out(services=[shop])
    with clock.frozen(ENDED + timedelta(minutes=14)):
        make.heard(monitor, *(make.signal(f"bad/{n}") for n in range(9)))
    looked_at(timedelta(minutes=30))
    alerts = Compared.objects.get(kind="alerts")
    assert (alerts.seen, alerts.finding) == (9, "worse")
    assert alerts.expected < 0.1
    assert verdict(change).finding == "worse"


def test_a_change_that_never_ends_is_judged_and_it_is_said_so():
    shop = make.shop()
    make.measured(make.indicator(shop), BEGUN + timedelta(hours=30), days=45, last=60, hours=13)
    change = carried_out("implementing", services=[shop])
    assert looked_at(timedelta(hours=24)) == 7
    assert (verdict(change).finding, verdict(change).is_under_way) == ("same", True)
    assert looked_at(timedelta(hours=26)) == 1
    found = verdict(change)
    assert (found.finding, found.is_endless, found.is_under_way, found.due_at) == ("worse", True, False, None)
    assert queries.comparisons_of(found)
    assert "never ended" in Delivery.objects.get(subject__contains="made something worse").body


def test_what_ends_after_it_was_judged_without_an_end_is_judged_anew_by_what_is_left_of_its_level():
    shop = make.shop()
    make.measured(make.indicator(shop), BEGUN + timedelta(hours=60), days=45)
    change = carried_out("implementing", services=[shop])
    assert looked_at(timedelta(hours=26)) == 8
    found = verdict(change)
    assert (found.finding, found.is_endless, found.spent) == ("same", True, pytest.approx(0.015 + 0.0175))
    with clock.frozen(BEGUN + timedelta(hours=27)):
        for step in change.steps.all():
            changes.take_step(step, by=CLOCK, state="done")
        changes.finish(change, by=CLOCK)
    assert looked_at(timedelta(hours=56)) == 3
    found = verdict(change)
    assert (found.finding, found.is_endless, found.due_at, found.looks) == ("same", False, None, 3)
    assert found.spent == pytest.approx(0.05)
    assert Compared.objects.filter(kind="indicator").count() == 11


def test_while_it_goes_on_what_got_worse_is_found_told_and_can_be_taken_back():
    shop, checkout = make.shop(), make.service("Checkout")
    services.depend_on(checkout, shop, by=CLOCK)
    make.measured(make.indicator(shop, "Error rate"), BEGUN + timedelta(minutes=70), days=45, last=60, hours=0.5)
    change = carried_out("implementing", services=[shop])
    assert looked_at(timedelta(minutes=21)) == 2
    found = verdict(change)
    assert (found.finding, found.early, found.looks, found.is_final) == ("same", 2, 0, False)
    assert looked_at(timedelta(minutes=51)) == 1
    found = verdict(change)
    assert (found.finding, found.early, found.is_under_way) == ("worse", 3, True)
    assert queries.comparisons_of(found)[0].q < 0.003
    letter = Delivery.objects.get(person=change.owner, subject__contains="made something worse")
    assert "still being carried out" in letter.body
    looks = [row.data for row in told("ticket", change.pk, kind="verdict.reached")]
    assert [(one["look"], one["finding"], one["is_under_way"]) for one in looks] == [
        (0, "same", True), (1, "same", True), (2, "worse", True),
    ]  # fmt: skip
    assert Change.objects.get(pk=change.pk).harmed_at


def test_an_outage_that_was_announced_is_no_finding_and_looks_begin_when_it_should_be_over():
    shop = make.shop()
    make.measured(make.indicator(shop), BEGUN + timedelta(minutes=30), days=45, last=900, hours=0.5)
    change = carried_out("implementing", services=[shop], outage_minutes=30)
    assert verdict(change).due_at == BEGUN + timedelta(minutes=47)
    make.measured(make.indicator(shop), BEGUN + timedelta(minutes=50), days=45)
    assert looked_at(timedelta(minutes=36)) == 1
    assert verdict(change).finding == "same"


def test_what_was_taken_back_is_judged_no_further_and_somebody_says_why_it_came_to_that():
    change = carried_out("implementing")
    with clock.frozen(ENDED):
        changes.back_out(change, by=CLOCK, reason="Errors everywhere")
        run_later()
    assert verdict(change).due_at is None
    assert ChangeReview.objects.get().why == "backed_out"
    assert verdict(change).finding == "unknown", "nobody had looked, and nobody will"
    assert Delivery.objects.filter(subject__contains="To be reviewed", person=change.owner).count() == 1
    changes.close(change, by=CLOCK, outcome="backed_out", note="Errors")


def test_an_emergency_is_to_be_reviewed():
    with clock.frozen(BEGUN):
        change = make.change(kind="emergency")
        changes.rush(change, by=CLOCK)
        make.carried_through(change)
    assert ChangeReview.objects.get(pk=change.pk).why == "emergency"
    make.reviewed(change)
    assert not ChangeReview.objects.open().exists()


def test_a_prometheus_that_does_not_answer_is_said_so_and_the_rest_is_judged():
    shop = make.shop()
    gone = make.connection(url="http://127.0.0.1:9", auth="none", secret="")
    make.indicator(shop, source="prometheus", connection=gone, query="up")
    make.measured(make.indicator(shop), ENDED + timedelta(minutes=25))
    change = carried_out(services=[shop])
    looked_at(timedelta(minutes=30))
    found = {one.indicator.source: one for one in Compared.objects.filter(kind="indicator")}
    assert (found["pushed"].finding, found["prometheus"].finding) == ("same", "unknown")
    assert "private network" in found["prometheus"].why
    assert verdict(change).finding == "same"

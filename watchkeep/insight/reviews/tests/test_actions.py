from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import last_told, run_later, sweep
from watchkeep.duty.notify.models import Delivery
from watchkeep.insight.reviews import jobs, life, queries
from watchkeep.insight.reviews.models import Action, Occurrence, Task
from watchkeep.kernel import clock, facts
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life as incidents
from watchkeep.work.problems.models import Suggestion

NOON = datetime(2026, 6, 2, 12, tzinfo=UTC)


def subjects(person):
    return list(Delivery.objects.filter(person=person).order_by("id").values_list("subject", flat=True))


def done(**more):
    """An action against a fault of the shop, done."""
    shop = more.pop("service", None) or make.service("Shop")
    action = make.action(make.learnt(make.major(fingerprint="abc", service=shop)), **more)
    life.complete(action, by=make.actor(make.ana()), evidence="The pipeline shows it")
    return action


class TestDoing:
    def test_its_owner_hears_of_it(self):
        make.action()
        run_later()
        assert any("Yours to do" in subject for subject in subjects(make.ana()))

    def test_done_takes_evidence_and_begins_the_watch(self):
        action = make.action()
        with pytest.raises(Refused):
            life.complete(action, by=CLOCK, evidence=" ")
        with clock.frozen(NOON):
            life.complete(action, by=CLOCK, evidence="See the pipeline")
        assert (action.state, action.watch_until) == ("done", NOON + timedelta(days=90))

    def test_of_two_who_finish_it_one_does(self):
        action = make.action()
        life.complete(action, by=CLOCK, evidence="One")
        with pytest.raises(Refused):
            life.complete(Action.objects.get(pk=action.pk), by=CLOCK, evidence="Two")

    def test_one_comes_from_a_review_or_a_problem(self):
        with pytest.raises(Refused, match="a review or a problem"):
            life.open_action(by=CLOCK, title="Something", owner=make.ana(), due_on=NOON.date())
        assert make.action(problem=make.problem().ticket).review is None

    def test_owner_then_leads_and_manager_hear_that_it_is_late(self):
        mia = make.manager()
        ana = make.person("Anna", manager=mia)
        lead = make.person("Lea")
        team = make.team("Shop team", members=(lead,))
        team.memberships.update(is_lead=True)
        with clock.frozen(NOON):
            action = make.action(owner=ana, team=team, days=10)
        for days in (8, 12, 16, 17):
            with clock.frozen(NOON + timedelta(days=days)):
                sweep(jobs.nudge_due)
                run_later()
        numbered = [subject for subject in subjects(ana) if subject.startswith(action.number)]
        assert [subject.partition(" · ")[2] for subject in numbered] == ["Yours to do", "Due soon", "Late", "Late"]
        assert [action.number in subject for subject in subjects(mia) if "Late" in subject] == [True]
        assert [action.number in subject for subject in subjects(lead)] == [True]


class TestTheWatch:
    def test_a_recurrence_opens_it_again_tells_its_owner_and_says_so_on_the_incident(self):
        with clock.frozen(NOON):
            action = done()
        with clock.frozen(NOON + timedelta(days=49)):
            incident = make.incident(fingerprint="abc", title="It is back")
            run_later()
        action.refresh_from_db()
        assert (action.state, action.recurrences, action.recurred_in) == ("open", 1, incident.ticket)
        assert last_told("ticket", incident.pk, "corrective").data["number"] == action.number
        assert any("Open again" in subject for subject in subjects(make.ana()))

    def test_after_thirty_days_it_has_held_and_after_ninety_it_is_proven(self):
        with clock.frozen(NOON):
            action = done()
        for days, state, held in ((29, "done", 0), (31, "done", 30), (91, "proven", 90)):
            with clock.frozen(NOON + timedelta(days=days)):
                sweep(jobs.check_watched)
            action.refresh_from_db()
            assert (action.state, action.held_days) == (state, held)
        with clock.frozen(NOON + timedelta(days=92)):
            make.incident(fingerprint="abc")
            run_later()
        action.refresh_from_db()
        assert action.state == "proven"

    def test_the_same_cause_on_the_same_service_is_a_recurrence_too(self):
        shop = make.service("Shop")
        with clock.frozen(NOON):
            action = done(service=shop)
        with clock.frozen(NOON + timedelta(days=20)):
            elsewhere = make.major()
            make.cause(elsewhere)
            run_later()
            action.refresh_from_db()
            assert action.state == "done"
            again = make.major(service=shop, title="Another symptom")
            make.cause(again)
            run_later()
        action.refresh_from_db()
        assert (action.state, action.recurred_in) == ("open", again.incident.ticket)

    def test_the_incident_itself_coming_back_counts(self):
        action = done()
        incidents.reopen(action.review.incident, by=make.actor(make.manager()))
        run_later()
        action.refresh_from_db()
        assert action.state == "open"

    def test_another_fault_and_a_drill_do_not(self):
        action = done()
        make.incident(fingerprint="xyz")
        make.incident(fingerprint="abc", is_drill=True)
        run_later()
        action.refresh_from_db()
        assert action.state == "done"


class TestSuggestions:
    def test_the_third_incident_of_a_fault_suggests_a_problem_once(self):
        for number in range(4):
            make.incident(fingerprint="abc")
            run_later()
            assert Suggestion.objects.count() == (number >= 2)
        assert len(Suggestion.objects.get().tickets) == 4

    def test_the_same_item_in_two_reviews_does_too(self):
        disk = make.item("san-01")
        for _ in range(2):
            make.cause(make.major(), "factor", "The disk was slow", item=disk)
            run_later()
        assert Suggestion.objects.get().item == disk

    def test_the_same_kind_of_cause_on_a_service_does_too(self):
        shop = make.service("Shop")
        for _ in range(2):
            make.cause(make.major(service=shop))
            run_later()
        assert Suggestion.objects.get(service=shop).key.startswith("cause:")


class TestPreventiveTasks:
    def test_one_press_makes_one_of_an_action_on_its_service(self):
        action = make.action(make.major(service=make.service("Shop")))
        with clock.frozen(NOON):
            task = life.prevent_with(
                action, by=make.actor(make.ana()), starts_on=NOON.date(), rule="FREQ=WEEKLY;INTERVAL=2"
            )
        assert (task.title, task.owner, task.service.name) == (action.title, action.owner, "Shop")

    def test_it_is_done_with_evidence_and_comes_again_by_its_schedule(self):
        with clock.frozen(NOON):
            task = make.preventive_task(days=0, rule="FREQ=WEEKLY")
            with pytest.raises(Refused):
                life.do_task(task, by=CLOCK, evidence="")
            life.do_task(task, by=make.actor(make.ana()), evidence="Looked: 40 % free")
        with clock.frozen(NOON + timedelta(days=40)):
            life.do_task(task, by=CLOCK, evidence="Late, but done")
        assert [(one.due_on, one.state) for one in Occurrence.objects.order_by("due_on")] == [
            (NOON.date(), "done"),
            ((NOON + timedelta(days=7)).date(), "late"),
            *(((NOON + timedelta(days=days)).date(), "missed") for days in (14, 21, 28, 35)),
        ]
        assert task.next_on == (NOON + timedelta(days=42)).date()

    def test_a_late_one_is_told(self):
        with clock.frozen(NOON):
            task = make.preventive_task(days=2)
        for days in (1.5, 3.5, 8):
            with clock.frozen(NOON + timedelta(days=days)):
                sweep(jobs.nudge_due)
        stages = [row.data["stage"] for row in task_facts(task)]
        assert stages == ["soon", "late", "escalated"]

    def test_of_two_who_did_it_for_the_same_day_one_counts(self):
        task = make.preventive_task()
        seen = task.next_on
        life.do_task(task, by=CLOCK, evidence="One", due_on=seen)
        with pytest.raises(Refused):
            life.do_task(Task.objects.get(pk=task.pk), by=CLOCK, evidence="Two", due_on=seen)

    def test_an_ended_one_asks_for_nothing(self):
        task = make.preventive_task()
        life.end_task(task, by=CLOCK, reason="The machine is gone")
        with clock.travel(days=60):
            assert sweep(jobs.nudge_due) == 0
        with pytest.raises(NotAllowed):
            life.end_task(make.preventive_task(), by=make.actor(make.auditor()), reason="No")


def task_facts(task):
    return facts.told("preventive", task.pk, kind="preventive.nudged")


class TestPatterns:
    def test_figures_open_to_their_rows(self):
        shop = make.service("Shop")
        done(service=shop)
        make.incident(fingerprint="abc", service=shop)
        sweep(jobs.count_days)
        shown = queries.figures(queries.Span(30))
        (first,) = [one for one in shown.groups[queries.Part.CATEGORY] if one.key == str(make.category().pk)]
        assert first.count == queries.causes(queries.Span(30), "category", first.key).count() == 3
        assert [one.name for one in shown.groups[queries.Part.SERVICE]] == ["Shop"]
        assert (shown.opened, shown.recurred, shown.rate) == (2, 1, 0.5)

    def test_each_month_of_a_span_is_told_also_a_quiet_one(self):
        with clock.frozen(NOON - timedelta(days=70)):
            make.incident(fingerprint="abc")
        with clock.frozen(NOON - timedelta(days=1)):
            make.cause(make.major(fingerprint="abc"))
        with clock.frozen(NOON):
            assert sweep(jobs.count_days) == 2
            months = queries.figures(queries.Span(90)).months
        assert [(month.opened, month.recurred, month.causes) for month in months if month.opened] == [
            (1, 0, 0), (1, 1, 1),
        ]  # fmt: skip
        assert [month.on.day for month in months] == [1] * 4

    def test_a_cure_is_over_when_the_last_action_is_done(self):
        with clock.frozen(NOON):
            review = make.learnt(make.major())
            second = make.action(review)
        for action, days in ((review.actions.exclude(pk=second.pk).get(), 3), (second, 8)):
            with clock.frozen(NOON + timedelta(days=days)):
                life.complete(action, by=CLOCK, evidence="Done")
                shown = queries.figures(queries.Span(90))
        assert shown.cures == [timedelta(days=8)]

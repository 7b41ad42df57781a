from datetime import timedelta

import pytest

from testing import make
from testing.harness import run_later, sweep, told
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.response.rules import MAJOR
from watchkeep.insight.reviews import life, queries
from watchkeep.insight.reviews.models import Category, Node, Review
from watchkeep.kernel import clock, wires
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import jobs
from watchkeep.work.incidents import life as incidents
from watchkeep.work.incidents.models import Incident


def test_nobody_closes_a_major_whose_root_cause_is_not_known():
    review = make.major("resolved")
    for by in (make.actor(make.admin()), CLOCK):
        with pytest.raises(Refused, match="lacks: 1 contributing factor; 1 underlying cause; 1 failed or missing"):
            incidents.close(review.incident, by=by)
    assert Incident.objects.get(pk=review.incident_id).state == "resolved"


def test_each_part_is_asked_for_until_it_is_there():
    review = make.major("resolved")
    asked = [len(queries.missing(review))]
    for kind in ("factor", "cause", "control"):
        make.cause(review, kind, f"A {kind}")
        asked.append(len(queries.missing(review)))
    life.write(review, by=CLOCK, no_gap_reason="Seen at once.")
    asked.append(len(queries.missing(review)))
    make.action(review)
    asked.append(len(queries.missing(review)))
    assert asked == [5, 4, 3, 2, 1, 0]
    incidents.close(Incident.objects.get(pk=review.incident_id), by=make.actor(make.manager()))


def test_a_detection_gap_answers_the_question_too():
    review = make.major()
    make.cause(review, "gap", "Nobody watched the memory", category=make.category("monitoring-blind"))
    assert not any("detection" in words for words in queries.missing(review))


def test_a_dropped_action_does_not_count():
    review = make.learnt(make.major())
    life.drop(review.actions.get(), by=CLOCK, reason="Too dear")
    assert queries.missing(review) == ["1 corrective action with owner and date"]


def test_calling_it_minor_does_not_help():
    review = make.major("resolved")
    incidents.set_severity(review.incident, by=CLOCK, severity=4)
    with pytest.raises(Refused):
        incidents.close(review.incident, by=CLOCK)


def test_a_minor_one_a_drill_and_history_are_closed_as_ever():
    for more in ({"severity": 3}, {"severity": 1, "is_drill": True}):
        incidents.close(make.incident("resolved", **more), by=CLOCK)
    with wires.importing():
        incidents.close(make.incident("resolved", severity=1), by=CLOCK)


def test_the_sweep_passes_it_by_says_why_and_closes_what_is_no_major_once_all_is_known():
    life.set_requirement(by=make.actor(make.manager()), severity=3, causes=1)
    with clock.travel(days=-8):
        incident = make.incident("resolved", severity=3)
    review = life.open_review(incident, by=CLOCK)
    assert sweep(jobs.close_due, limit=20) == 1
    incident = Incident.objects.get(pk=review.incident_id)
    assert (incident.state, review.number in incident.close_hindrance) == ("resolved", True)
    assert incident.close_after > clock.now() + timedelta(hours=1)
    make.cause(review)
    assert sweep(jobs.close_due, limit=20) == 1
    assert Incident.objects.get(pk=incident.pk).state == "closed"


def test_no_rule_closes_a_major_not_even_one_from_which_was_learnt():
    with clock.travel(days=-8):
        incident = make.learnt(make.major("resolved")).incident
    assert sweep(jobs.close_due, limit=20) == 1
    incident.refresh_from_db()
    assert (incident.state, incident.close_hindrance) == (
        "resolved", "A major incident is closed by a person, never by a rule."
    )  # fmt: skip
    incidents.close(incident, by=make.actor(make.manager()))
    assert incident.state == "closed"


def test_those_who_took_part_hear_that_it_can_be_closed_once_its_review_is_published():
    number = make.published(make.major("resolved")).incident.number
    run_later()
    said = Delivery.objects.filter(person=make.ana(), subject__contains="Review published").get().body
    assert said.startswith(f"{number} can be closed now")


class TestDeclaredMajor:
    def test_it_is_held_to_what_a_major_requires_whatever_its_severity(self):
        incident = make.incident("in_progress", severity=4)
        incidents.declare_major(incident, by=CLOCK, reason="The press is calling")
        incidents.resolve(incident, by=CLOCK, fix="Rolled back")
        review = Review.objects.get(incident=incident)
        assert review.severity == MAJOR
        with pytest.raises(Refused, match="A SEV2 incident is closed once"):
            incidents.close(incident, by=make.actor(make.manager()))

    def test_one_that_is_declared_after_it_was_restored_is_reviewed_and_stays_so(self):
        incident = make.incident("restored", severity=3)
        incidents.declare_major(incident, by=CLOCK, reason="The press is calling")
        incidents.withdraw_major(incident, by=CLOCK, reason="They are not")
        assert Review.objects.get(incident=incident).severity == MAJOR
        with pytest.raises(Refused):
            incidents.resolve(incident, by=CLOCK, fix="x")
            incidents.close(incident, by=make.actor(make.manager()))


def test_one_from_before_reviews_gets_its_review_when_closing_is_refused():
    with clock.travel(days=-8), wires.importing():
        incident = make.incident("resolved", severity=1)
    sweep(jobs.close_due, limit=20)
    assert Review.objects.get().incident == incident


def test_a_waiver_is_a_managers_with_a_reason_and_on_record():
    review = make.major("resolved")
    with pytest.raises(NotAllowed):
        life.waive(review, by=make.actor(make.ana()), reason="No time")
    with pytest.raises(Refused):
        life.waive(review, by=make.actor(make.manager()), reason="  ")
    life.waive(review, by=make.actor(make.manager()), reason="The service ends tomorrow")
    incidents.close(Incident.objects.get(pk=review.incident_id), by=make.actor(make.manager()))
    kinds = told("ticket", review.incident_id)
    assert kinds.index("review.waived") < kinds.index("incident.closed")
    assert (review.waived_by, review.waiver_reason) == (make.manager(), "The service ends tomorrow")


def test_what_is_required_is_data():
    life.set_requirement(by=make.actor(make.manager()), severity=3, causes=1)
    incident = make.incident("resolved", severity=3)
    with pytest.raises(Refused, match="open its review"):
        incidents.close(incident, by=CLOCK)
    with pytest.raises(NotAllowed):
        life.set_requirement(by=make.actor(make.ana()), severity=3)


class TestCauses:
    def test_an_underlying_cause_is_of_a_kind(self):
        with pytest.raises(Refused, match="Say which kind"):
            make.cause(make.major(), category=None)

    def test_what_led_to_what_goes_round_in_no_circle(self):
        review = make.major()
        first = make.cause(review, "factor", "Memory ran out")
        second = make.cause(review, "factor", "Workers doubled", led_to=first)
        third = make.cause(review, text="The test was too small", led_to=second)
        with pytest.raises(Refused, match="circle"):
            life.tie(review, by=CLOCK, cause=first, effect=third)
        with pytest.raises(Refused):
            life.tie(review, by=CLOCK, cause=first, effect=first)
        assert [(one.node, one.depth) for one in queries.tree_of(review)] == [(first, 0), (second, 1), (third, 2)]

    def test_what_led_to_two_things_is_drawn_whole_once(self):
        review = make.major()
        left, right = make.cause(review, "factor", "Left"), make.cause(review, "factor", "Right")
        under = make.cause(review, text="Under both", led_to=left)
        life.tie(review, by=CLOCK, cause=under, effect=right)
        drawn = [(one.node.text, one.depth, one.is_repeated) for one in queries.tree_of(review)]
        assert drawn == [("Left", 0, False), ("Under both", 1, False), ("Right", 0, False), ("Under both", 1, True)]

    def test_one_of_another_review_is_refused(self):
        with pytest.raises(Refused, match="another review"):
            life.tie(make.major(), by=CLOCK, cause=make.cause(make.major()), effect=make.cause(make.major()))

    def test_taking_one_away_takes_its_ties_with_it(self):
        review = make.major()
        first = make.cause(review, "factor", "First")
        second = make.cause(review, led_to=first)
        life.remove_cause(first, by=CLOCK)
        assert [one.node for one in queries.tree_of(review)] == [second]
        assert "cause.removed" in told("review", review.pk)


class TestTheKindsOfCause:
    def test_a_new_one_is_proposed_and_then_approved_by_somebody_else(self):
        mia, ana = make.actor(make.manager()), make.actor(make.ana())
        wanted = life.propose_category(by=ana, name="Weather", why="Two floods", parent=make.category("external"))
        with pytest.raises(Refused, match="not in use"):
            make.cause(make.major(), category=wanted)
        with pytest.raises(NotAllowed):
            life.accept_category(wanted, by=ana)
        life.accept_category(wanted, by=mia)
        assert make.cause(make.major(), category=wanted).category.slug == "external-weather"
        with pytest.raises(Refused, match="before"):
            life.accept_category(Category.objects.get(pk=wanted.pk), by=mia)

    def test_nobody_approves_what_they_proposed(self):
        mia = make.actor(make.manager())
        wanted = life.propose_category(by=mia, name="Weather", why="Two floods")
        with pytest.raises(Refused, match="Somebody else"):
            life.accept_category(wanted, by=mia)

    def test_a_retired_one_stays_where_it_stands_and_is_used_for_nothing_new(self):
        node = make.cause(make.major())
        life.retire_category(make.category(), by=make.actor(make.manager()))
        node = Node.objects.get(pk=node.pk)
        life.edit_cause(node, by=CLOCK, text="In other words")
        with pytest.raises(Refused, match="not in use"):
            make.cause(make.major())

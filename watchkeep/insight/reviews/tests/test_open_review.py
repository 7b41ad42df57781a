from datetime import UTC, datetime

import pytest

from testing import make
from testing.harness import run_later, told
from watchkeep.duty.communications.models import Message
from watchkeep.duty.notify.models import Delivery
from watchkeep.insight.reviews import life
from watchkeep.insight.reviews.models import Review
from watchkeep.kernel import clock, facts, wires
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.tickets import life as tickets

A_TUESDAY = datetime(2026, 6, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize("severity", [1, 2])
def test_a_major_is_reviewed_once_its_service_is_back(severity):
    incident = make.incident("in_progress", severity=severity, by=make.manager())
    assert not Review.objects.exists()
    incidents.restore(incident, by=CLOCK)
    review = Review.objects.get(incident=incident)
    assert (review.severity, review.owner) == (severity, make.manager())
    assert "review.opened" in told("ticket", incident.pk)
    incidents.resolve(incident, by=CLOCK, fix="Rolled back")
    assert Review.objects.count() == 1


def test_what_was_pinned_in_the_room_is_pinned_in_its_review():
    incident, ana = make.incident("in_progress", severity=1, by=make.manager()), make.actor(make.ana())
    first, second = list(facts.told("ticket", incident.pk).order_by("pk").values_list("pk", flat=True)[:2])
    tickets.pin(incident.ticket, by=ana, entry=first)
    incidents.restore(incident, by=CLOCK)
    review = Review.objects.get(incident=incident)
    tickets.pin(incident.ticket, by=ana, entry=second)
    assert list(review.entries.filter(is_pinned=True).values_list("fact", flat=True)) == [first, second]


def test_it_is_due_at_the_end_of_the_fifth_business_day():
    with clock.frozen(A_TUESDAY):
        assert make.major().due_at == datetime(2026, 6, 9, 17, tzinfo=UTC)


def test_holidays_of_the_services_hours_do_not_count():
    hours = make.hours(time_zone="Europe/Berlin", closed_on=["2026-06-04"])
    with clock.frozen(A_TUESDAY):
        review = make.major(service=make.service(hours=hours))
    assert review.due_at == datetime(2026, 6, 10, 15, tzinfo=UTC)


def test_minor_ones_and_drills_and_history_need_none():
    make.incident("restored", severity=3)
    make.incident("restored", severity=1, is_drill=True)
    with wires.importing():
        make.incident("restored", severity=1)
    assert not Review.objects.exists()


def test_one_that_turns_out_to_be_worse_is_reviewed_as_what_it_was():
    incident = make.incident("restored", severity=3)
    incidents.set_severity(incident, by=CLOCK, severity=2)
    review = Review.objects.get(incident=incident)
    incidents.set_severity(incident, by=CLOCK, severity=1)
    incidents.set_severity(incident, by=CLOCK, severity=4)
    review.refresh_from_db()
    assert review.severity == 1


def test_calling_it_minor_before_it_is_restored_spares_nobody_the_review():
    incident = make.incident("in_progress", severity=1, by=make.manager())
    incidents.set_severity(incident, by=CLOCK, severity=4)
    incidents.restore(incident, by=CLOCK)
    review = Review.objects.get(incident=incident)
    assert review.severity == 1
    life.waive(review, by=make.actor(make.manager()), reason="A mistyped threshold, five minutes long")


def test_taking_the_declaration_of_a_major_back_spares_nobody_the_review():
    incident = make.incident("in_progress", severity=3, by=make.manager())
    incidents.declare_major(incident, by=CLOCK, reason="The press calls")
    incidents.withdraw_major(incident, by=CLOCK, reason="It was about somebody else")
    incidents.restore(incident, by=CLOCK)
    assert Review.objects.get(incident=incident).severity == 2


def test_the_plan_of_the_worst_severity_says_when_it_is_due():
    service = make.service()
    make.plan(service=service, severity=1, review_days=2)
    with clock.frozen(A_TUESDAY):
        incident = make.incident("in_progress", severity=1, service=service)
        incidents.set_severity(incident, by=CLOCK, severity=3)
        incidents.restore(incident, by=CLOCK)
    assert Review.objects.get().due_at == datetime(2026, 6, 4, 17, tzinfo=UTC)


def test_what_was_merged_is_reviewed_where_it_is_worked():
    review, other = make.major(), make.incident("restored", severity=3)
    incidents.merge(review.incident, by=CLOCK, into=other)
    assert Review.objects.get(incident=other).severity == 1


def test_its_owner_hears_of_it():
    incident = make.incident("in_progress", severity=1, by=make.manager())
    incidents.restore(incident, by=CLOCK)
    run_later()
    number = Review.objects.get().number
    assert Delivery.objects.filter(person=make.manager(), subject__startswith=number).exists()


def test_somebody_may_want_one_of_any_incident():
    incident = make.incident("resolved", severity=4)
    review = life.open_review(incident, by=make.actor(make.ana()))
    assert life.open_review(incident, by=CLOCK) == review


def test_what_is_taken_out_again_is_reviewed_by_itself_as_what_it_is():
    review = make.major(severity=1)
    other = make.major(severity=2)
    incidents.merge(review.incident, by=CLOCK, into=other.incident)
    incidents.set_severity(other.incident, by=CLOCK, severity=3)
    other.refresh_from_db()
    assert other.severity == 1
    incidents.unmerge(review.incident, by=CLOCK)
    other.refresh_from_db()
    review.refresh_from_db()
    assert (other.severity, other.state, review.severity, review.state) == (2, "open", 1, "open")


def test_one_that_was_opened_only_for_what_was_merged_is_not_needed_then():
    review, other = make.major(), make.incident("restored", severity=3)
    incidents.merge(review.incident, by=CLOCK, into=other)
    incidents.unmerge(review.incident, by=CLOCK)
    assert Review.objects.get(incident=other).state == "waived"


def test_what_somebody_wrote_for_it_stays():
    review, other = make.major(), make.incident("restored", severity=3)
    incidents.merge(review.incident, by=CLOCK, into=other)
    there = Review.objects.get(incident=other)
    make.cause(there)
    incidents.unmerge(review.incident, by=CLOCK)
    there.refresh_from_db()
    assert (there.state, there.severity) == ("open", 3)


@pytest.mark.parametrize("is_signing", [False, True])
def test_the_review_of_what_was_no_incident_is_dropped_also_while_it_waits_for_signatures(is_signing):
    review = make.major()
    if is_signing:
        life.add_participant(review, by=CLOCK, person=make.ana(), must_sign=True)
        life.ask_sign_off(review, by=CLOCK)
    incidents.reopen(review.incident, by=make.actor(make.manager()))
    incidents.cancel(review.incident, by=CLOCK, reason="A test of the alarm")
    review.refresh_from_db()
    assert (review.state, review.next_nudge_at) == ("waived", None)


def test_a_published_review_brings_words_for_those_who_were_told_of_its_incident():
    incident = make.incident("new", severity=1)
    run_later()
    incidents.resolve(incident, by=CLOCK, fix="Rolled back")
    run_later()
    make.published(Review.objects.get(incident=incident))
    run_later()
    drafts = Message.objects.open().filter(ticket=incident.pk)
    assert {draft.phase for draft in drafts} == {"review"}

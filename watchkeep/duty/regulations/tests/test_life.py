"""A law applies, reports are made in time or late, and everybody can see who reported what when."""

from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import race, sweep, told
from watchkeep.duty.regulations import jobs, life, queries
from watchkeep.duty.regulations.models import Obligation, Report, Wording
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def hours(n):
    return NOON + timedelta(hours=n)


@pytest.fixture
def incident():
    with clock.frozen(NOON):
        return make.incident(severity=1)


def started(incident, regime="nis2", at=0.0, **more):
    with clock.frozen(hours(at)):
        return life.start(incident.ticket, by=make.actor(make.ana()), regime=regime, aware_at=NOON, **more)


def row(obligation, stage):
    return Report.objects.get(obligation=obligation, stage=stage)


def reported(one, at, **more):
    with clock.frozen(hours(at)):
        life.report(one, by=make.actor(make.bo()), to="The authority", text="It is down.", **more)


def test_a_person_starts_it_and_says_since_when(incident):
    obligation = started(incident, at=2)
    assert [one.due_at for one in obligation.reports.all()][:2] == [hours(24), hours(72)]
    assert obligation.started_by == make.ana()
    assert "regulation.started" in told("ticket", incident.pk)


def test_a_law_is_started_once(incident):
    started(incident)
    with pytest.raises(Refused, match="already"):
        started(incident)


@pytest.mark.parametrize(
    ("regime", "wrong", "field"),
    [
        ("nis2", {"aware_at": hours(9)}, "aware_at"),
        ("gdpr", {"aware_at": NOON, "classified_at": NOON}, "classified_at"),
        ("dora", {"aware_at": NOON, "classified_at": hours(-1)}, "classified_at"),
        ("sox", {"aware_at": NOON}, "regime"),
    ],
)
def test_what_cannot_be_is_refused(incident, regime, wrong, field):
    with clock.frozen(hours(1)), pytest.raises(Refused) as no:
        life.start(incident.ticket, by=make.actor(make.ana()), regime=regime, **wrong)
    assert no.value.field == field


def test_a_report_is_on_record_with_who_when_to_whom_and_evidence(incident):
    obligation = started(incident)
    proof = make.attachment(incident.ticket)
    reported(row(obligation, "early_warning"), 20, reference="BSI-77", evidence="Receipt 4711", attachment=proof)
    one = row(obligation, "early_warning")
    assert (one.reported_at, one.reported_by, one.reference, one.attachment) == (hours(20), make.bo(), "BSI-77", proof)
    assert not one.is_late
    assert told("ticket", incident.pk)[-1] == "regulation.reported"
    with pytest.raises(Refused, match="already"):
        reported(one, 21)


def test_the_final_report_counts_from_when_the_notification_was_sent(incident):
    obligation = started(incident)
    reported(row(obligation, "notification"), 30)
    assert row(obligation, "final").due_at == datetime(2026, 12, 25, 18, tzinfo=UTC)


def test_more_can_be_told_once_the_report_before_was_made(incident):
    obligation, bo = started(incident), make.actor(make.bo())
    with clock.frozen(hours(2)), pytest.raises(Refused, match="Incident notification comes first"):
        life.report_more(obligation, by=bo, to="CSIRT", text="Still down.")
    reported(row(obligation, "notification"), 30)
    with clock.frozen(hours(700)):
        for _ in range(2):
            life.report_more(obligation, by=bo, to="CSIRT", text="Still down.")
        assert row(obligation, "final").due_at is None
    with clock.frozen(hours(800)):
        life.correct(obligation, by=bo, handled_at=hours(790))
    assert row(obligation, "final").due_at == datetime(2027, 1, 27, 10, tzinfo=UTC)
    assert [one.stage for one in obligation.reports.all()] == [
        "early_warning", "notification", "progress", "progress", "final",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("regime", "more", "field"),
    [
        ("gdpr", {"terms": "trust"}, "terms"),
        ("nis2", {"terms": "off_days"}, "terms"),
        ("dora", {"terms": "off_days"}, "hours"),
        ("dora", {"terms": "often"}, "terms"),
    ],
)
def test_terms_that_a_law_does_not_have_are_refused(incident, regime, more, field):
    with pytest.raises(Refused) as no:
        started(incident, regime, **more)
    assert no.value.field == field


def test_weekends_of_a_calendar_move_what_dora_wants(incident):
    obligation = started(incident, "dora", terms="off_days", hours=make.hours(time_zone="Europe/Berlin"))
    assert row(obligation, "intermediate").due_at == datetime(2026, 11, 30, 11, tzinfo=UTC)
    assert "noon of the next working day" in row(obligation, "final").says
    with clock.frozen(hours(1)):
        life.correct(obligation, by=make.actor(make.ana()), terms="off_days_final")
    assert row(obligation, "intermediate").due_at == hours(96)


def test_evidence_of_another_incident_proves_nothing(incident):
    other = make.attachment(make.incident().ticket)
    with pytest.raises(Refused, match="another incident"):
        reported(row(started(incident), "early_warning"), 1, attachment=other)


def test_somebody_is_reminded_and_then_everybody_sees_that_it_is_late(incident):
    obligation = started(incident, "gdpr")
    with clock.frozen(hours(55)):
        assert sweep(jobs.tell_moments) == 1
        assert sweep(jobs.tell_moments) == 0
    with clock.frozen(hours(73)):
        assert sweep(jobs.tell_moments) == 1
        assert row(obligation, "authority").is_late
    kinds = told("ticket", incident.pk)
    assert (kinds.count("regulation.due_soon"), kinds.count("regulation.late")) == (1, 1)
    reported(row(obligation, "authority"), 74)
    assert row(obligation, "authority").is_late


def test_a_correction_moves_what_is_due_and_stays_on_record(incident):
    obligation = started(incident, "dora", at=3)
    with clock.frozen(hours(4)):
        life.correct(obligation, by=make.actor(make.ana()), aware_at=NOON, classified_at=hours(2))
    assert row(obligation, "initial").due_at == hours(6)
    assert told("ticket", incident.pk)[-1] == "regulation.corrected"


def test_a_report_may_not_be_needed_and_a_law_may_not_apply(incident):
    obligation = started(incident, "gdpr")
    ana = make.actor(make.ana())
    with pytest.raises(Refused):
        life.waive(row(obligation, "people"), by=ana, reason=" ")
    life.waive(row(obligation, "people"), by=ana, reason="The data was encrypted.")
    life.stop(obligation, by=ana, reason="No personal data was touched.")
    assert not Report.objects.open().filter(obligation=obligation).exists()
    with clock.frozen(hours(100)):
        assert sweep(jobs.tell_moments) == 0
    with pytest.raises(Refused, match="stopped"):
        life.correct(obligation, by=ana, aware_at=hours(-1))


def test_every_report_begins_with_words_that_are_filled_from_the_incident(incident):
    for regime in ("nis2", "dora", "gdpr"):
        for one in started(incident, regime).reports.select_related("obligation"):
            draft = queries.draft(one, incident)
            assert "The shop is down" in draft
            assert "{{" not in draft


def test_a_wording_that_cannot_be_filled_is_refused():
    wording = Wording.objects.first()
    with pytest.raises(Refused) as no:
        life.change_wording(wording, by=make.actor(make.admin()), text="{{ secret }}")
    assert no.value.field == "text"
    life.change_wording(wording, by=make.actor(make.admin()), text="About {{ number }}")
    assert Wording.objects.get(pk=wording.pk).text == "About {{ number }}"


def test_whoever_may_not_does_not(incident):
    obligation = started(incident)
    stranger = make.actor(make.stranger())
    for act in (
        lambda: life.start(incident.ticket, by=stranger, regime="gdpr", aware_at=NOON),
        lambda: life.correct(obligation, by=stranger, aware_at=NOON),
        lambda: life.report(row(obligation, "final"), by=stranger, text="x", to="y"),
        lambda: life.waive(row(obligation, "final"), by=stranger, reason="x"),
        lambda: life.stop(obligation, by=stranger, reason="x"),
        lambda: life.change_wording(Wording.objects.first(), by=make.actor(make.ana()), text="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_report_the_same_stage_one_is_told():
    ticket = make.incident().ticket
    ana, bo = make.actor(make.ana()), make.actor(make.bo())
    obligation = life.start(ticket, by=ana, regime="gdpr", aware_at=ticket.opened_at)
    one = Report.objects.select_related("obligation").get(obligation=obligation, stage="authority")
    ends = race(*(lambda who=who: life.report(one, by=who, text="It is down.", to="DPA") for who in (ana, bo)))
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refused"]
    assert Obligation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_start_the_same_clock_one_is_told():
    ticket, ana = make.incident().ticket, make.actor(make.ana())
    ends = race(*[lambda: life.start(ticket, by=ana, regime="gdpr", aware_at=ticket.opened_at)] * 2)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refused"]

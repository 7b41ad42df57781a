"""Time worked: by clock and by hand, corrected on record, added up."""

from datetime import timedelta

import pytest

from testing import make
from watchkeep.kernel import clock, facts
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.timesheets import life, queries
from watchkeep.work.timesheets.models import Entry


def ana():
    return make.actor(make.ana())


def test_a_clock_is_started_and_stopped():
    ticket = make.ticket()
    entry = life.start(ticket, by=ana())
    assert queries.running_of(ana()) == entry
    with clock.travel(minutes=12):
        assert entry.worked_seconds == 720
        life.stop(entry, by=ana(), note="Read the log")
    assert (entry.seconds, entry.note, entry.is_running) == (720, "Read the log", False)
    assert [(one.name, one.seconds) for one in queries.worked_on(ticket)] == [(make.ana().name, 720)]
    assert [row.kind for row in facts.told("ticket", ticket.pk)][-2:] == ["time.started", "time.logged"]


def test_one_clock_runs_and_starting_another_stops_it():
    one, two = make.ticket(), make.ticket()
    first = life.start(one, by=ana())
    with pytest.raises(Refused):
        life.start(one, by=ana())
    life.start(two, by=ana())
    first.refresh_from_db()
    assert not first.is_running
    assert Entry.objects.running().count() == 1
    life.start(one, by=make.actor(make.bo()))
    assert Entry.objects.running().count() == 2


def test_a_clock_that_was_forgotten_counts_as_a_day():
    entry = life.start(make.ticket(), by=ana())
    with clock.travel(days=3):
        life.stop(entry, by=ana())
    assert entry.seconds == 24 * 3600


def test_it_is_written_down_by_hand():
    ticket = make.ticket()
    entry = life.log(ticket, by=ana(), seconds=900, note="On the telephone")
    assert entry.ended_at - entry.began_at == timedelta(minutes=15)
    began = clock.now() - timedelta(days=2)
    assert life.log(ticket, by=ana(), seconds=60, began_at=began).began_at == began
    for wrong in (0, 24 * 3600 + 1):
        with pytest.raises(Refused) as no:
            life.log(ticket, by=ana(), seconds=wrong)
        assert no.value.field == "seconds"
    with pytest.raises(Refused):
        life.log(ticket, by=ana(), seconds=60, began_at=clock.now())


def test_a_correction_stays_on_record_with_its_reason():
    entry = make.time_entry()
    life.correct(entry, by=ana(), seconds=300, reason="It was five minutes")
    assert entry.seconds == 300
    told = facts.told("ticket", entry.ticket_id, kind="time.corrected").get()
    assert (told.data["was_seconds"], told.data["worked_seconds"], told.data["reason"]) == (
        900,
        300,
        "It was five minutes",
    )
    life.strike(entry, by=ana(), reason="Another ticket")
    assert queries.worked_on(entry.ticket) == []
    with pytest.raises(Refused):
        life.correct(entry, by=ana(), seconds=60, reason="x")


def test_of_two_corrections_at_once_one_is_told():
    entry = make.time_entry()
    twin = Entry.objects.get(pk=entry.pk)
    life.correct(entry, by=ana(), seconds=300, reason="x")
    with pytest.raises(Refused):
        life.correct(twin, by=ana(), seconds=200, reason="y")


def test_the_time_of_others_takes_a_permission():
    entry = make.time_entry()
    with pytest.raises(NotAllowed):
        life.correct(entry, by=make.actor(make.bo()), seconds=60, reason="x")
    with pytest.raises(NotAllowed):
        life.stop(life.start(make.ticket(), by=ana()), by=make.actor(make.bo()))
    with pytest.raises(NotAllowed):
        life.start(make.ticket(), by=make.actor(make.stranger()))
    life.correct(entry, by=make.actor(make.admin()), seconds=60, reason="x")


def test_sums_by_person_are_of_what_was_begun_then():
    make.time_entry(seconds=100)
    with clock.travel(days=-3):
        make.time_entry(seconds=50)
    now = clock.now()
    assert queries.seconds_of(make.ana().pk, now - timedelta(days=1), now) == 100
    assert queries.seconds_of(make.ana().pk, now - timedelta(days=7), now) == 150


def test_strangers_see_only_their_own():
    make.time_entry()
    assert not Entry.objects.visible_to(make.actor(make.stranger())).exists()
    assert Entry.objects.visible_to(ana()).exists()

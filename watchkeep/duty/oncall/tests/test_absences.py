"""Being away: pages pass over, shifts are named and asked about, holidays are shown."""

from datetime import UTC, date, datetime, timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.oncall import jobs, life, queries
from watchkeep.duty.oncall.models import Absence, Cover, Homeland, Page
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused

A_DAY = timedelta(days=1)


def go_away(person, *, first=0, days=3, by=None, **more):
    today = clock.now().date()
    starts_on = today + first * A_DAY
    return life.add_absence(
        person, by=make.actor(by or person), starts_on=starts_on, ends_on=starts_on + (days - 1) * A_DAY, **more
    )


def test_a_day_is_a_day_where_the_person_lives():
    kept = make.person("Kim", time_zone="Asia/Tokyo")
    absence = Absence(person=kept, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 2))
    assert absence.stretch().starts_at == datetime(2026, 2, 28, 15, tzinfo=UTC)
    assert absence.stretch().ends_at == datetime(2026, 3, 2, 15, tzinfo=UTC)


def test_a_page_passes_over_whoever_is_away_and_says_so():
    go_away(make.ana())
    running = make.escalation(make.step(make.ana()), make.step(make.bo()))
    jobs.page_due()
    jobs.page_due()
    assert [page.person for page in Page.objects.filter(escalation=running)] == [make.bo()]
    (skipped,) = queries.panel(running.ticket).skipped
    assert (skipped.name, skipped.why) == ("Ana", "away")


def test_somebody_who_is_away_can_still_be_asked_by_name():
    go_away(make.bo())
    running = make.escalation(make.step(make.ana()))
    jobs.page_due()
    page = life.page_somebody(running, by=make.actor(make.manager()), person=make.bo())
    assert page.person == make.bo()


def test_the_weeks_ahead_show_the_hole_that_an_absence_opens():
    service = make.service()
    make.policy(make.step(make.ana()), service=service)
    away = lambda: go_away(make.ana(), first=5, days=2)  # noqa: E731
    with pytest.raises(life.Foreseen) as held:
        life.carefully(away)
    (opened,) = held.value.foresight.opened
    assert [(reason.why, reason.person) for reason in opened.reasons] == [("away", "Ana")]
    assert opened.ends_at - opened.starts_at == 2 * A_DAY


def test_uncovered_shifts_are_named_and_the_rota_is_asked():
    rota = make.schedule(make.ana(), make.bo(), zone="UTC", every=1, unit="days")
    absence = go_away(make.ana(), first=2, days=4, ask=True)
    shifts = queries.uncovered(absence)
    assert shifts
    assert all(shift.person == make.ana() for shift in shifts)
    assert Cover.objects.open().filter(schedule=rota, asked=None).count() == len(shifts)
    assert life.ask_for_absence(absence, by=make.actor(make.ana())) == 0
    for cover in Cover.objects.open():
        life.accept_cover(cover, by=make.actor(make.bo()))
    assert queries.uncovered(absence) == []


def test_whoever_is_away_for_ever_leaves_the_shifts_of_a_year(monkeypatch):
    make.schedule(make.ana(), zone="UTC", every=7, unit="days")
    monkeypatch.setattr("watchkeep.duty.oncall.queries.rotas.shifts_of", lambda _who, start, end: end - start)
    absence = go_away(make.ana(), first=2, days=9000)
    assert queries.uncovered(absence) < timedelta(days=367)


def test_absences_that_overlap_are_one_stretch():
    ana = make.ana()
    go_away(ana, first=1, days=2)
    with pytest.raises(Refused, match="already away"):
        go_away(ana, first=2, days=5)
    go_away(ana, first=3, days=1)
    now = clock.now()
    assert len(queries.away(now, now + 9 * A_DAY)[ana.pk]) == 1


def test_only_who_plans_says_it_of_others():
    with pytest.raises(NotAllowed):
        go_away(make.ana(), by=make.bo())
    assert go_away(make.ana(), by=make.manager()).person == make.ana()


@pytest.mark.parametrize(("first", "days", "field"), [(2, 0, "ends_on"), (-9, 3, "ends_on")])
def test_what_makes_no_sense_is_refused(first, days, field):
    with pytest.raises(Refused) as refused:
        go_away(make.ana(), first=first, days=days)
    assert refused.value.field == field


def test_whoever_is_there_after_all_is_paged_again():
    ana = make.ana()
    life.remove_absence(go_away(ana), by=make.actor(ana))
    assert queries.away(clock.now(), clock.now() + A_DAY) == {}
    assert told("person", ana.pk, "oncall") == ["oncall.absence_added", "oncall.absence_removed"]


def test_holidays_are_those_of_each_persons_country():
    ana, bo = make.ana(), make.bo()
    life.set_homeland(ana, by=make.actor(ana), country="DE")
    life.set_homeland(bo, by=make.actor(bo), country="US")
    start = datetime(2026, 7, 1, tzinfo=UTC)
    found = queries.holidays([ana, bo], start, start + timedelta(days=100))
    assert (date(2026, 10, 3), [ana]) in [(one.day, one.people) for one in found]
    assert (date(2026, 9, 7), [bo]) in [(one.day, one.people) for one in found]
    life.set_homeland(ana, by=make.actor(ana), country="")
    assert not Homeland.objects.filter(person=ana).exists()


@pytest.mark.parametrize(("country", "subdivision", "field"), [("XX", "", "country"), ("DE", "QQ", "subdivision")])
def test_a_country_without_known_holidays_is_refused(country, subdivision, field):
    ana = make.ana()
    with pytest.raises(Refused) as refused:
        life.set_homeland(ana, by=make.actor(ana), country=country, subdivision=subdivision)
    assert refused.value.field == field

"""Business hours: made, changed, removed when nothing uses them; and a look ahead."""

from datetime import UTC, date, datetime

import pytest

from testing import make
from testing.harness import told
from watchkeep.estate.calendars import life, queries
from watchkeep.kernel.errors import NotAllowed, Refused


@pytest.fixture
def mia():
    return make.actor(make.manager())


def test_hours_are_made_changed_and_removed(mia):
    office = life.add_hours(by=mia, name="Office", time_zone="Europe/Berlin", holidays_country="DE")
    life.edit_hours(office, by=mia, closed_on=[date(2026, 12, 24)])
    record = office.pk
    life.remove_hours(office, by=mia)
    assert told("hours", record) == ["hours.added", "hours.edited", "hours.removed"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("week", {}),
        ("week", {"mon": [["17:00", "09:00"]]}),
        ("holidays_country", "ZZ"),
        ("holidays_subdivision", "XX"),
        ("name", ""),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(mia, field, value):
    values = {"name": "Office", "holidays_country": "DE"} | {field: value}
    with pytest.raises(Refused) as no:
        life.add_hours(by=mia, **values)
    assert no.value.field == field


def test_what_is_used_stays(mia):
    office = make.hours()
    make.service(hours=office)
    with pytest.raises(Refused, match="still uses"):
        life.remove_hours(office, by=mia)


def test_agents_may_not():
    with pytest.raises(NotAllowed):
        life.add_hours(by=make.actor(make.ana()), name="Mine")


def test_the_coming_days_are_told_on_the_clock_there():
    office = make.hours(holidays_country="DE", closed_on=[date(2026, 12, 24)])
    days = queries.coming_days(office.spec(), datetime(2026, 12, 22, 23, 30, tzinfo=UTC), count=4)
    assert [day.day.day for day in days] == [23, 24, 25, 26]
    assert [(a.hour, b.hour) for a, b in days[0].openings] == [(9, 17)]
    assert days[1].closed_because == "closed"
    assert days[2].closed_because
    assert not days[3].openings

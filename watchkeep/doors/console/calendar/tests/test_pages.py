from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from testing import make
from testing.turning import come, page
from watchkeep.duty.oncall import life as oncall
from watchkeep.estate.services.models import MaintenancePlan
from watchkeep.kernel import clock
from watchkeep.work.changes.models import Freeze

HOUR = timedelta(hours=1)


def moment(at):
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def mia():
    return come(make.manager())


@pytest.mark.parametrize("view", ["day", "week", "month", "timeline"])
def test_the_calendar_shows_changes_windows_and_freezes_and_narrows_to_a_service_or_a_team(mia, view):
    shop, mail = make.shop(), make.service("Mail", owner_team=make.team("Post"))
    change = make.change("scheduled", services=[shop])
    make.maintenance(mail, reason="New discs")
    make.freeze("Christmas", services=[mail])
    shown = page(mia, f"/calendar?view={view}")
    for words in (change.ticket.title, "New discs", "Christmas"):
        assert words in shown
    only = page(mia, f"/calendar?view={view}&service={mail.pk}")
    assert ("New discs" in only, change.ticket.title in only) == (True, False)
    assert "New discs" not in page(mia, f"/calendar?view={view}&team={shop.owner_team.pk}")
    assert "New discs" not in page(mia, f"/calendar?view={view}&from=2020-01-01")


def test_nonsense_in_the_address_shows_this_week(mia):
    assert "Week" in page(mia, "/calendar?view=x&from=99999-1-1&service=-1&team=9999999999999999")


def test_a_freeze_is_declared_changed_passed_and_lifted_on_its_pages(mia):
    start = (clock.now() + 5 * HOUR).replace(second=0, microsecond=0)
    given = {"name": "Christmas", "reason": "Nobody is there", "is_everywhere": "on", "starts_at": moment(start)}
    given |= {"ends_at": moment(start + 50 * HOUR), "kinds": ["emergency"]}
    assert mia.post("/settings/freezes/declare", given).status_code == 302
    freeze = Freeze.objects.get()
    change = make.change("waiting")
    at = f"/settings/freezes/{freeze.pk}"
    assert mia.post(f"{at}/let-through", {"number": "CHG-999999", "reason": "x"}).status_code == 422
    assert mia.post(f"{at}/let-through", {"number": change.number.lower(), "reason": "It must be"}).status_code == 302
    assert mia.post(f"{at}/change", given | {"name": "New Year"}).status_code == 302
    shown = page(mia, "/settings/freezes")
    for words in ("New Year", "Everything", "emergency", change.number, "It must be"):
        assert words in shown
    assert mia.post(f"{at}/lift").status_code == 302
    assert "New Year" in page(mia, "/settings/freezes?past=1")


def test_a_plan_is_made_edited_and_ended_on_its_pages(mia):
    shop, disc = make.service("Shop"), make.item("db-1")
    start = (clock.now() + 48 * HOUR).replace(second=0, microsecond=0)
    given = {
        "services": [shop.pk], "items": disc.number, "begins_at": moment(start), "minutes": "90", "repeats": "nth",
        "time_zone": "Europe/Berlin", "announce_days": "3", "reason": "Patches", "pauses_sla": "on",
    }  # fmt: skip
    assert mia.post("/settings/maintenance/plans/new", given | {"items": "nothing"}).status_code == 422
    assert mia.post("/settings/maintenance/plans/new", given).status_code == 302
    plan = MaintenancePlan.objects.get()
    assert plan.rule.startswith("FREQ=MONTHLY;BYDAY=")
    at = f"/settings/maintenance/plans/{plan.pk}"
    assert "Patches" in page(mia, at)
    own = given | {"repeats": "own", "rule": "FREQ=SECONDLY"}
    assert mia.post(f"{at}/edit", own).status_code == 422
    assert mia.post(f"{at}/edit", own | {"rule": "FREQ=WEEKLY;BYDAY=SU"}).status_code == 302
    assert "db-1" in page(mia, "/settings/maintenance")
    assert "Patches" in page(mia, "/settings/maintenance/plans")
    assert mia.post(f"{at}/end").status_code == 302
    assert "Patches" not in page(mia, "/settings/maintenance/plans")


def test_the_form_of_a_change_shows_what_stands_against_its_time_and_when_nothing_would(mia):
    shop = make.shop()
    freeze = make.freeze(services=[shop], hours=5)
    start, end = clock.now() + HOUR, clock.now() + 2 * HOUR
    shown = page(mia, f"/changes/foresee?services={shop.pk}&title=x&starts_at={moment(start)}&ends_at={moment(end)}")
    assert freeze.name in shown
    assert "Nothing stands against it from" in shown


def test_somebodys_own_calendar_address_has_the_changes_that_they_carry_out():
    ana = make.ana()
    mine = make.change("scheduled", title="Release 14; and more")
    make.change("draft", title="Only thought of")
    key = oncall.issue_feed(ana, by=make.actor(ana))
    said = Client().get(f"/on-call/calendar/{key}.ics").content
    events = [one for one in Calendar.from_ical(said).walk("VEVENT") if str(one["uid"]).startswith("CHG")]
    assert [(str(one["uid"]), str(one["summary"])) for one in events] == [
        (f"{mine.number}@watchkeep", f"{mine.number} Release 14; and more")
    ]
    assert events[0].decoded("dtstart") == mine.starts_at.replace(microsecond=0)

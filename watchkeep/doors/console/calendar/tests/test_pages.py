import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from testing import make
from testing.harness import sweep
from testing.turning import come, page
from watchkeep.doors.console.calendar import spans
from watchkeep.doors.console.freezes import views as freezes
from watchkeep.duty.oncall import life as oncall
from watchkeep.estate.calendars import life as calendars
from watchkeep.estate.services import jobs
from watchkeep.estate.services.models import MaintenancePlan
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change, ChangeFeed, Freeze
from watchkeep.work.changes.queries import calendar as shown_queries

HOUR = timedelta(hours=1)


def moment(at, zone=None):
    return timezone.localtime(at, zone).strftime("%Y-%m-%dT%H:%M")


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


def test_the_calendar_says_how_things_stand_when_they_end_in_which_zone_and_lets_a_change_begin(mia):
    at = clock.now().replace(hour=9, minute=0, second=0, microsecond=0)
    times = {"starts_at": at, "ends_at": at + HOUR}
    with clock.frozen(at):
        make.change("draft", title="Thought of", **times)
        make.change("closed", title="Went wrong", outcome="failed", **times)
        harmful = make.change("closed", title="Seemed well", **times)
        late = make.change("implementing", title="Since yesterday")
    Change.objects.filter(pk=harmful.pk).update(harmed_at=at + HOUR)
    Change.objects.filter(pk=late.pk).update(starts_at=at - 30 * HOUR, ends_at=at - 29 * HOUR)
    ana = come(make.ana())
    with clock.frozen(at + 2 * HOUR):
        shown = page(ana, "/calendar/now")
        for words in (
            "09:00\N{EN DASH}10:00",
            "Draft",
            "under way, past its time",
            "Failed",
            "Successful, did harm",
            "Times in",
        ):
            assert words in shown, words
        assert shown.index("Since yesterday") < shown.index("Thought of"), "it goes on until now"
        assert "Since yesterday" not in page(ana, f"/calendar?view=day&from={at + 48 * HOUR:%Y-%m-%d}")
        tomorrow = (at + 24 * HOUR).strftime("%Y-%m-%d")
        begins = f"/changes/new?starts_at={tomorrow}T09:00&ends_at={tomorrow}T10:00"
        assert begins.replace("&", "&amp;") in shown
        assert f'value="{tomorrow}T09:00"' in page(ana, begins)
    assert "Thought of" not in read(address(ana))[0].content.decode(), "a calendar program has no drafts"
    assert "December 2026" in page(mia, "/calendar?view=month&from=2026-12-01")
    assert 'name="from" value="2026-12-01"' in page(mia, "/calendar?view=month&from=2026-12-01")


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
    for words in ("New Year", "Everything", "Emergency", change.number, "It must be"):
        assert words in shown
    assert mia.post(f"{at}/lift").status_code == 302
    assert "New Year" in page(mia, "/settings/freezes?past=1")


def test_the_form_of_a_freeze_lets_emergencies_pass_and_says_which_planned_changes_lie_in_it(mia, monkeypatch):
    shop, start, at = make.shop(), clock.now(), "/settings/freezes/foresee"
    soon = {"services": [shop], "starts_at": start + HOUR, "ends_at": start + 2 * HOUR}
    inside = make.change("scheduled", title="Release 15", **soon)
    make.change("draft", title="Only thought of", **soon)
    later = soon | {"starts_at": start + 90 * HOUR, "ends_at": start + 91 * HOUR}
    make.change("scheduled", title="Later", **later)
    assert re.search(r'value="emergency"[^>]* checked', page(mia, "/settings/freezes/declare"))
    asked = f"{at}?starts_at={moment(start)}&ends_at={moment(start + 5 * HOUR)}&services={shop.pk}"
    assert [words in page(mia, asked) for words in ("Release 15", "Only thought of", "Later")] == [True, False, False]
    assert "No planned change lies in it" in page(mia, f"{asked}&kinds=normal")
    assert "Say when and what" in page(mia, f"{at}?starts_at=x")
    make.change("scheduled", title="Release 16", **soon)
    monkeypatch.setattr(freezes, "FEW", 1)
    assert "and 1 more" in page(mia, asked)
    freeze = make.freeze(services=[shop], starts_at=start)
    own = f"/settings/freezes/{freeze.pk}"
    assert "Release 15" in page(mia, f"{own}/change")
    life.let_through(freeze, inside, by=make.actor(make.admin()), reason="It must be")
    change = page(mia, f"{own}/change")
    assert ("Release 15" in change, "Release 16" in change, f"{own}/foresee" in change) == (False, True, True)
    ana = come(make.ana())
    shown = page(ana, "/settings/freezes")
    assert re.search(r"Who can declare one: [^<]*Mia", shown)
    assert ("Nothing may pass" in shown, ana.get(asked).status_code) == (True, 403)


def test_a_plan_is_made_edited_and_ended_on_its_pages(mia):
    shop, disc = make.service("Shop"), make.item("db-1")
    start, is_asked = (clock.now() + 48 * HOUR).replace(second=0, microsecond=0), "Announce it on the status page"
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
    for where in ("/settings/maintenance/plan", "/settings/maintenance/plans/new", "/changes/new"):
        asked = [is_asked in page(one, where) for one in (mia, come(make.ana()))]
        assert asked == [True, False], "who may not speak there is not asked whether to"
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


def address(client, **asked):
    answer = client.post("/calendar/addresses/new", asked, follow=True)
    assert answer.redirect_chain, "reading the page again makes no second one"
    assert client.get("/calendar/addresses").context["fresh"] == "", "it is shown this once"
    return answer.context["fresh"].partition("testserver")[2]


def read(at, **more):
    answer = Client().get(at, **more)
    events = Calendar.from_ical(answer.content).walk("VEVENT") if answer.content else []
    return answer, {str(one["uid"]): one for one in events}


def test_a_calendar_program_reads_the_calendar_of_a_service_or_a_team_and_hears_when_nothing_is_new(mia):
    shop, mail = make.shop(), make.service("Mail", owner_team=make.team("Post"))
    change, window = (
        make.change("waiting", services=[shop], title="A; b, c"),
        make.maintenance(mail, reason="New discs"),
    )
    freeze = make.freeze("Christmas")
    of_mail, of_team = address(mia, of=f"service:{mail.pk}"), address(mia, of=f"team:{shop.owner_team.pk}")
    _answer, events = read(of_mail)
    assert {*events} == {f"window-{window.pk}@watchkeep", f"freeze-{freeze.pk}@watchkeep"}
    answer, events = read(address(mia))
    assert (len(events), answer["Content-Type"]) == (3, "text/calendar; charset=utf-8")
    shown = events[f"{change.number}@watchkeep"]
    assert (str(shown["summary"]), str(shown["status"])) == (f"{change.number} A; b, c", "TENTATIVE")
    assert shown["url"].endswith(f"/changes/{change.number}")
    assert f"window-{window.pk}@watchkeep" not in read(of_team)[1]
    again, _events = read(of_mail, headers={"If-None-Match": read(of_mail)[0]["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    window.delete()
    assert read(of_mail, headers={"If-None-Match": again["ETag"]})[0].status_code == 200


def test_an_address_shows_what_its_owner_may_see_when_it_is_read_and_closes(mia):
    make.change("scheduled")
    owner = make.manager()
    at = address(mia)
    assert len(read(at)[1]) == 1
    roles = [*owner.roles.all()]
    owner.roles.clear()
    assert read(at)[1] == {}
    owner.roles.set(roles)
    assert len(read(at)[1]) == 1
    page(mia, "/calendar/addresses")
    feed = ChangeFeed.objects.get()
    assert feed.read_at
    assert come(make.ana()).post(f"/calendar/addresses/{feed.pk}/revoke").status_code == 404
    assert mia.post(f"/calendar/addresses/{feed.pk}/revoke").status_code == 302
    assert Client().get(at).status_code == 404
    assert Client().get("/calendar/changes/cal_0.ics").status_code == 404


def test_somebody_has_so_many_addresses_at_most_and_people_who_see_no_changes_have_none(monkeypatch):
    ana = make.ana()
    monkeypatch.setattr(calendars, "MOST_OF_ONE", 2)
    make.change_feed(ana)
    make.change_feed(ana, service=make.shop())
    with pytest.raises(Refused, match="close one first"):
        make.change_feed(ana)
    with pytest.raises(NotAllowed):
        make.change_feed(make.stranger())


def test_a_time_with_more_than_can_be_shown_says_so(mia, monkeypatch):
    monkeypatch.setattr(shown_queries, "MOST_SHOWN", 2)
    for number in range(3):
        make.maintenance(make.service(f"S{number}"), reason=f"Discs {number}")
    shown = page(mia, "/calendar?view=month")
    assert ("There is more than is shown" in shown, "Discs 2" in shown) == (True, False)
    said = read(address(mia))[0].content.decode()
    assert "X-WR-CALDESC:Only the first" in said
    monkeypatch.setattr(shown_queries, "MOST_SHOWN", 3)
    assert "There is more than is shown" not in page(mia, "/calendar?view=month")
    monkeypatch.setattr(spans, "MOST_DRAWN", 2)
    assert "There is more than is shown" in page(mia, "/calendar?view=timeline")
    assert "1 more" in page(mia, "/calendar?view=day")


def test_a_window_over_items_is_in_the_calendar_of_the_services_on_them(mia):
    disc = make.item("db-1")
    shop = make.service("Shop", on=(disc,))
    sweep(jobs.count_footings)
    make.maintenance(items=(disc,), reason="New discs")
    assert "New discs" in page(mia, f"/calendar?service={shop.pk}")
    assert "New discs" in page(mia, f"/calendar?team={shop.owner_team.pk}")
    assert "New discs" not in page(mia, f"/calendar?service={make.service('Mail').pk}")


def test_a_plan_has_further_times_and_exceptions_on_its_own_clock(mia):
    start = (clock.now() + 48 * HOUR).replace(second=0, microsecond=0)
    wall = start.astimezone(ZoneInfo("America/New_York"))
    given = {
        "services": [make.service("Shop").pk], "begins_at": moment(start, wall.tzinfo), "minutes": "60",
        "repeats": "FREQ=DAILY",
        "time_zone": "America/New_York", "announce_days": "3", "reason": "Patches",
        "also_at": f"{wall + 5 * HOUR:%Y-%m-%d %H:%M}\n", "not_at": f"{wall + 24 * HOUR:%Y-%m-%d %H:%M}",
    }  # fmt: skip
    for wrong in ({"also_at": "tomorrow"}, {"not_at": "2026-13-01 02:00"}, {"time_zone": "Mars/Olympus"}):
        assert mia.post("/settings/maintenance/plans/new", given | wrong).status_code == 422, wrong
    assert mia.post("/settings/maintenance/plans/new", given).status_code == 302
    plan = MaintenancePlan.objects.get()
    assert (plan.also_at, plan.not_at) == ([start + 5 * HOUR], [start + 24 * HOUR])
    starts = [*plan.windows.order_by("starts_at").values_list("starts_at", flat=True)[:3]]
    assert starts == [start, start + 5 * HOUR, start + 48 * HOUR]
    at = f"/settings/maintenance/plans/{plan.pk}"
    assert "Every day at" in page(mia, at)
    again = page(mia, f"{at}/edit")
    assert f"{wall + 5 * HOUR:%Y-%m-%d %H:%M}" in again
    assert f'value="{moment(start, wall.tzinfo)}"' in again, "whoever reads it: the clock is the plan's"


def test_a_name_that_several_items_bear_is_refused_where_maintenance_is_planned(mia):
    one, _other = make.item("twin"), make.item("twin")
    start = clock.now() + HOUR
    given = {"items": "twin", "starts_at": moment(start), "ends_at": moment(start + HOUR), "reason": "Discs"}
    answer = mia.post("/settings/maintenance/plan", given)
    assert (answer.status_code, "Several items are called twin" in answer.content.decode()) == (422, True)
    assert mia.post("/settings/maintenance/plan", given | {"items": one.number}).status_code == 302

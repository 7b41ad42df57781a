"""The pages of what being on call was."""

from datetime import UTC, datetime

from django.test import Client

from testing import make
from watchkeep.doors.console.oncall.views import loads
from watchkeep.duty.oncall.models import Rate, Stint


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def stint(person):
    start = datetime(2026, 6, 1, 8, tzinfo=UTC)
    return Stint.objects.create(schedule_name="Shop", person=person, starts_at=start, ends_at=start.replace(hour=18))


RATES = dict.fromkeys(Rate.Kind.values, "0") | {"weekday": "2.50"}


def test_a_month_leads_to_the_rows_of_each_person():
    stint(make.ana())
    manager = signed_in(make.manager())
    assert manager.post("/on-call/load/rates", RATES).status_code == 302
    month = manager.get("/on-call/load?month=2026-06").content.decode()
    assert f"/on-call/load/{make.ana().pk}?month=2026-06" in month
    assert "25.00" in month
    assert "Shop" in manager.get(f"/on-call/load/{make.ana().pk}?month=2026-06").content.decode()


def test_money_is_for_those_who_plan_and_for_whoever_earned_it():
    stint(make.ana())
    signed_in(make.manager()).post("/on-call/load/rates", RATES)
    ana, bo, address = signed_in(make.ana()), signed_in(make.bo()), f"/on-call/load/{make.ana().pk}?month=2026-06"
    assert "25.00" in ana.get(address).content.decode()
    assert "25.00" not in bo.get(address).content.decode()
    assert "25.00" not in bo.get("/on-call/load?month=2026-06").content.decode()
    assert bo.get("/on-call/load/export.csv").status_code == 403


def test_the_export_is_a_table_in_which_no_name_is_a_formula():
    stint(make.person("=SUM(A1)"))
    lines = signed_in(make.manager()).get("/on-call/load/export.csv?month=2026-06").content.decode().splitlines()
    assert lines[0].startswith("person,weekday h")
    assert lines[1].startswith("'=SUM(A1),10.00,0.00")


def test_nonsense_shows_this_month_and_an_empty_one_says_so():
    shown = signed_in(make.ana()).get("/on-call/load?month=9999-99")
    assert "Nobody was on call" in shown.content.decode()


def test_the_most_burdened_are_shown_and_the_rest_on_asking(monkeypatch):
    stint(make.ana())
    stint(make.bo())
    monkeypatch.setattr(loads, "MOST", 1)
    browser = signed_in(make.ana())
    some = browser.get("/on-call/load?month=2026-06").content.decode()
    assert "1 more person</a> bore less." in some
    assert f"/on-call/load/{make.bo().pk}?" not in some
    assert f"/on-call/load/{make.bo().pk}?" in browser.get("/on-call/load?month=2026-06&all=1").content.decode()

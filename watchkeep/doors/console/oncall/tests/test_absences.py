"""The pages of who is away."""

from datetime import timedelta

import pytest
from django.test import Client

from testing import make
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.models import Absence
from watchkeep.kernel import clock


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def days(first, last):
    today = clock.now().date()
    return {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last), "kind": "sick"}


def test_somebody_says_when_they_are_away_and_sees_what_is_uncovered():
    make.schedule(make.ana(), zone="UTC", every=1, unit="days")
    ana, bo = signed_in(make.ana()), signed_in(make.bo())
    answer = ana.post("/on-call/absences/new", days(1, 4))
    absence = Absence.objects.get()
    assert answer["Location"] == f"/on-call/absences/{absence.pk}"
    shown = ana.get(answer["Location"]).content.decode()
    assert "Shifts that nobody covers yet" in shown
    assert "Sick" in shown
    assert "Sick" not in bo.get(answer["Location"]).content.decode() + bo.get("/on-call/absences").content.decode()


def test_an_absence_that_opens_a_hole_is_asked_about_first():
    make.policy(make.step(make.ana()), service=make.service("Web shop"))
    answer = signed_in(make.ana()).post("/on-call/absences/new", days(1, 4))
    assert answer.status_code == 409
    assert "This opens holes" in answer.content.decode()
    assert not Absence.objects.exists()


def test_who_does_not_plan_speaks_for_themselves_only():
    signed_in(make.ana()).post("/on-call/absences/new", days(1, 2) | {"person": make.bo().pk})
    signed_in(make.manager()).post("/on-call/absences/new", days(5, 6) | {"person": make.bo().pk})
    assert [row.person for row in Absence.objects.all()] == [make.ana(), make.bo()]


def test_an_absence_is_taken_back():
    client = signed_in(make.ana())
    client.post("/on-call/absences/new", days(1, 2))
    assert client.post(f"/on-call/absences/{Absence.objects.get().pk}/remove").status_code == 302
    assert not Absence.objects.exists()


def test_the_rota_shows_who_is_on_call_while_away_and_whose_holiday_it_is():
    rota, ana = make.schedule(make.ana()), make.ana()
    life.set_homeland(ana, by=make.actor(ana), country="DE")
    client = signed_in(ana)
    client.post("/on-call/absences/new", days(1, 2))
    assert "On call while away" in client.get(f"/on-call/schedules/{rota.pk}").content.decode()
    shown = client.get(f"/on-call/schedules/{rota.pk}?from=2026-10-01&weeks=1").content.decode()
    assert "Public holidays" in shown


@pytest.mark.parametrize(("country", "status"), [("de", 302), ("xx", 422)])
def test_ones_own_holidays(country, status):
    answer = signed_in(make.ana()).post("/on-call/absences/holidays", {"country": country})
    assert answer.status_code == status

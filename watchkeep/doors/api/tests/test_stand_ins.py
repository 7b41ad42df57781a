"""Cover, absences, load and quality as programs ask about them."""

from datetime import timedelta

import pytest

from testing import make
from watchkeep.duty.oncall import jobs
from watchkeep.duty.oncall.models import Absence
from watchkeep.kernel import clock

DAY = timedelta(days=1)


@pytest.fixture
def rota():
    return make.schedule(make.ana(), name="First line")


def shift(start):
    return {"starts_at": start.isoformat(), "ends_at": (start + DAY).isoformat()}


def test_somebody_asks_for_cover_and_whoever_was_asked_takes_it(rota):
    ana, bo = make.program(make.ana()), make.program(make.bo())
    given = {"schedule": rota.pk, "person": make.ana().pk, "asked": make.bo().pk, **shift(clock.now() + DAY)}
    asked = ana.ask("post", "covers", given)
    assert (asked.status_code, asked.json()["state"]) == (201, "open")
    address = asked.headers["Location"].removeprefix("/api/v1/")
    assert ana.ask("post", f"{address}/accept").status_code == 403
    taken = bo.ask("post", f"{address}/accept").json()
    assert (taken["state"], taken["taken_by"]["id"]) == ("accepted", make.bo().pk)
    assert bo.ask("post", f"{address}/refuse").status_code == 409
    assert [one["id"] for one in ana.ask("get", "covers?state=accepted").json()["items"]] == [taken["id"]]


def test_a_swap_has_both_its_ends(rota):
    given = {"schedule": rota.pk, "person": make.ana().pk, **shift(clock.now() + DAY)}
    given["back_starts_at"] = (clock.now() + 3 * DAY).isoformat()
    answer = make.program(make.ana()).ask("post", "covers", given)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/back_ends_at")


def test_why_somebody_is_away_is_told_to_them_and_to_who_plans(rota):
    today = clock.now().date()
    given = {"starts_on": (today + DAY).isoformat(), "ends_on": (today + 2 * DAY).isoformat(), "kind": "sick"}
    ana, bo = make.program(make.ana()), make.program(make.bo())
    made = ana.ask("post", "absences", given | {"note": "A cold", "ask": False})
    assert (made.status_code, made.json()["kind"], made.json()["note"]) == (201, "sick", "A cold")
    [seen] = bo.ask("get", f"absences?day={(today + DAY).isoformat()}").json()["items"]
    assert (seen["person"]["id"], seen["kind"], seen["note"]) == (make.ana().pk, None, "")
    assert bo.ask("delete", f"absences/{seen['id']}").status_code == 403
    assert bo.ask("post", "absences", given | {"person": make.ana().pk}).status_code == 403
    assert ana.ask("delete", f"absences/{seen['id']}").status_code == 204
    assert not Absence.objects.exists()


def test_a_month_of_load_tells_money_only_to_whoever_it_concerns(rota):
    jobs.settle_due()
    with clock.travel(hours=2):
        jobs.settle_due()
        month = f"{clock.now():%Y-%m}"
        [hers] = make.program(make.ana()).ask("get", f"on-call/load?month={month}").json()["items"]
        [seen] = make.program(make.bo()).ask("get", f"on-call/load?month={month}").json()["items"]
    assert (hers["person"]["id"], hers["euro"], seen["euro"]) == (make.ana().pk, "0.00", None)
    assert sum(seen["hours"].values()) > 0
    assert make.program(make.bo()).ask("get", "on-call/load?month=2026-13").status_code == 422


def test_a_rota_is_judged(rota):
    program = make.program(make.ana())
    found = program.ask("get", f"schedules/{rota.pk}/quality").json()
    assert (found["covered"], found["even"]) == (1, 1)
    assert 0 < found["score"] < 100
    empty = make.schedule(name="Nobody yet")
    assert program.ask("get", f"schedules/{empty.pk}/quality").status_code == 409

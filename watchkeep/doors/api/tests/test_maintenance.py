"""Maintenance over the API: windows over items alone, plans, and the calendar with its addresses."""

from datetime import timedelta

from testing import make
from watchkeep.kernel import clock, permissions

HOUR = timedelta(hours=1)


def test_a_window_over_items_alone_is_planned_and_edited_field_by_field():
    program, disc, other = make.program(make.manager()), make.item("db-1"), make.item("db-2")
    start = (clock.now() + HOUR).replace(microsecond=0)
    body = {"services": [], "items": [disc.pk], "starts_at": start.isoformat(), "reason": "New discs"}
    body |= {"ends_at": (start + HOUR).isoformat()}
    made = program.ask("post", "/api/v1/maintenance", body).json()
    assert ([one["id"] for one in made["items"]], made["services"]) == ([disc.pk], [])
    at = f"/api/v1/maintenance/{made['id']}"
    seen = program.ask("patch", at, {"items": [other.pk], "breaks_through": True}, if_match="*").json()
    assert ([one["id"] for one in seen["items"]], seen["breaks_through"], seen["reason"]) == (
        [other.pk],
        True,
        "New discs",
    )
    assert len(program.ask("get", f"/api/v1/maintenance?item={other.pk}").json()["items"]) == 1
    blind = make.program(make.manager(), scopes=tuple(sorted(permissions.every() - {"item.see"})))
    assert blind.ask("get", at).json()["items"] == []
    refused = program.ask("patch", at, {"pauses_sla": True}, if_match="*")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/pauses_sla")
    assert program.ask("patch", at, {"items": []}, if_match="*").status_code == 422
    agent = make.program(make.ana())
    assert agent.ask("patch", at, {"is_public": True}, if_match="*").json()["permission"] == "maintenance.publish"


def test_a_plan_is_made_read_in_words_edited_and_ended():
    program, shop = make.program(make.manager()), make.service("Shop")
    start = (clock.now() + 24 * HOUR).replace(microsecond=0)
    body = {
        "services": [shop.pk], "reason": "Patches", "rule": "FREQ=DAILY", "begins_at": start.isoformat(), "minutes": 60,
        "time_zone": "UTC", "also_at": [(start + 3 * HOUR).isoformat()], "not_at": [(start + 24 * HOUR).isoformat()],
    }  # fmt: skip
    made = program.ask("post", "/api/v1/maintenance-plans", body).json()
    assert made["rule_in_words"].startswith(f"Every day at {start:%H:%M} (UTC), also on ")
    at = f"/api/v1/maintenance-plans/{made['id']}"
    windows = program.ask("get", "/api/v1/maintenance?ahead=true&size=200").json()["items"]
    starts = sorted(one["starts_at"] for one in windows if one["plan"] == made["id"])[:3]
    assert starts == [f"{each:%Y-%m-%dT%H:%M:%SZ}" for each in (start, start + 3 * HOUR, start + 48 * HOUR)]
    assert program.ask("patch", at, {"rule": "FREQ=SECONDLY"}, if_match="*").status_code == 422
    assert program.ask("patch", at, {"minutes": 90, "also_at": []}, if_match="*").json()["minutes"] == 90
    assert program.ask("post", f"{at}/end").json()["ended_at"]
    assert program.ask("patch", at, {"minutes": 30}, if_match="*").status_code == 409
    assert program.ask("get", "/api/v1/maintenance-plans?is_ended=false").json()["items"] == []


def test_the_calendar_has_what_lies_in_a_time_and_its_addresses_open_it():
    mia, shop = make.manager(), make.shop()
    program, change = make.program(mia), make.change("scheduled", services=[shop])
    make.maintenance(make.service("Mail", owner_team=make.team("Post")))
    asked = f"/api/v1/change-calendar?service={shop.pk}"
    (entry,) = program.ask("get", asked).json()["entries"]
    assert (entry["kind"], entry["number"], entry["state"]) == ("change", change.number, "scheduled")
    far = (clock.now() + timedelta(days=900)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert program.ask("get", f"{asked}&ends_at={far}").status_code == 422
    made = program.ask("post", "/api/v1/me/change-calendar-feeds", {"service": shop.pk}).json()
    kept = program.ask("get", f"/api/v1/me/change-calendar-feeds/{made['id']}").json()
    assert (kept["service"]["name"], "address" in kept) == ("Shop", False)
    assert change.number in make.Program().get(made["address"]).content.decode()
    both = {"service": shop.pk, "team": shop.owner_team.pk}
    assert program.ask("post", "/api/v1/me/change-calendar-feeds", both).status_code == 422
    bo = make.program(make.bo())
    assert bo.ask("delete", f"/api/v1/me/change-calendar-feeds/{made['id']}").status_code == 404
    assert program.ask("delete", f"/api/v1/me/change-calendar-feeds/{made['id']}").status_code == 204

"""The shape is that of the public Statuspage API v2, field by field and type by type."""

import json
from datetime import datetime, timedelta

import pytest

from testing import make
from watchkeep.duty.announcements import life
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

PAGE = {"id": str, "name": str, "url": str, "time_zone": str, "updated_at": datetime}
COMPONENT = {
    "id": str, "name": str, "status": str, "created_at": datetime, "updated_at": datetime, "position": int,
    "description": (str, None), "showcase": bool, "start_date": (str, None), "group_id": (str, None), "page_id": str,
    "group": bool, "only_show_if_degraded": bool,
}  # fmt: skip
UPDATE = {
    "id": str, "status": str, "body": str, "incident_id": str, "created_at": datetime, "updated_at": datetime,
    "display_at": datetime, "affected_components": (list, None), "deliver_notifications": bool,
    "custom_tweet": (str, None), "tweet_id": (str, None),
}  # fmt: skip
INCIDENT = {
    "id": str, "name": str, "status": str, "created_at": datetime, "updated_at": datetime,
    "monitoring_at": (datetime, None), "resolved_at": (datetime, None), "impact": str, "shortlink": str,
    "started_at": datetime, "page_id": str, "incident_updates": list, "components": list,
    "reminder_intervals": (str, None),
}  # fmt: skip
MAINTENANCE = INCIDENT | {"scheduled_for": datetime, "scheduled_until": datetime}
AFFECTED = {"code": str, "name": str, "old_status": str, "new_status": str}


def fits(row, shape):
    assert set(row) == set(shape)
    for name, kinds in shape.items():
        allowed = kinds if isinstance(kinds, tuple) else (kinds,)
        value = row[name]
        if value is None:
            assert None in allowed, name
        elif datetime in allowed:
            assert datetime.fromisoformat(value).tzinfo, name
        else:
            assert isinstance(value, allowed[0]), name


@pytest.fixture
def ask(client):
    site = make.status_page("Kestrel", slug="kestrel")
    checkout = make.component(site, "Checkout", group="Shop")
    make.component(site, "Search")
    made = make.announcement(checkout)
    life.post(made, by=CLOCK, phase="monitoring", body="Better.", effects={checkout.pk: "degraded_performance"})
    make.announcement(checkout, phase="resolved", title="Old")
    start = clock.now() + timedelta(days=1)
    life.announce(
        site, by=CLOCK, kind="maintenance", title="New discs", body="We work.", phase="scheduled",
        effects={checkout.pk: "under_maintenance"}, scheduled_for=start, scheduled_until=start + timedelta(hours=2),
    )  # fmt: skip
    return lambda name: json.loads(client.get(f"/status/kestrel/api/v2/{name}.json").content)


def test_the_summary_has_every_part(ask):
    told = ask("summary")
    assert set(told) == {"page", "components", "incidents", "scheduled_maintenances", "status"}
    fits(told["page"], PAGE)
    assert told["status"] == {"indicator": "minor", "description": "Minor Service Outage"}
    group = next(one for one in told["components"] if one["group"])
    for one in told["components"]:
        fits(one, COMPONENT | ({"components": list} if one["group"] else {}))
    assert group["components"] == [one["id"] for one in told["components"] if one["group_id"] == group["id"]]
    [incident], [maintenance] = told["incidents"], told["scheduled_maintenances"]
    fits(incident, INCIDENT)
    fits(maintenance, MAINTENANCE)
    assert (incident["status"], incident["impact"], maintenance["impact"]) == ("monitoring", "major", "maintenance")
    for update in incident["incident_updates"]:
        fits(update, UPDATE)
        for one in update["affected_components"]:
            fits(one, AFFECTED)
    assert [one["status"] for one in incident["incident_updates"]] == ["monitoring", "investigating"]


@pytest.mark.parametrize(
    ("name", "part", "names"),
    [
        ("incidents", "incidents", ["Old", "Payments fail"]),
        ("incidents/unresolved", "incidents", ["Payments fail"]),
        ("scheduled-maintenances", "scheduled_maintenances", ["New discs"]),
        ("scheduled-maintenances/upcoming", "scheduled_maintenances", ["New discs"]),
        ("scheduled-maintenances/active", "scheduled_maintenances", []),
    ],
)
def test_each_list_holds_its_own(ask, name, part, names):
    told = ask(name)
    assert set(told) == {"page", part}
    assert [one["name"] for one in told[part]] == names


def test_status_and_components_stand_alone_too(ask):
    assert set(ask("status")) == {"page", "status"}
    assert {one["name"] for one in ask("components")["components"]} == {"Checkout", "Search", "Shop"}


def test_other_sites_may_read_it(client, ask):
    answer = client.get("/status/kestrel/api/v2/summary.json", headers={"origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["content-type"].startswith("application/json")

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from testing import make
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item, State
from watchkeep.estate.discovery import jobs, life
from watchkeep.estate.discovery.models import (
    Crowd,
    Doubt,
    Gateway,
    Inventory,
    Job,
    Notice,
    OpenNetwork,
    Patience,
    Placeholder,
    Trace,
    Verdict,
)
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def admin(client):
    client.force_login(make.admin())
    return client


def test_a_gateway_is_made_its_key_is_shown_once_and_stands_in_the_lines_for_agents(admin):
    answer = admin.post(
        "/discovery/gateways/add", {"name": "Office", "networks": "10.0.0.0/8\n", "hours": 12}, follow=True
    )
    page = answer.content.decode()
    row = Gateway.objects.get()
    assert (row.networks, row.hours, page.count("wkg_") > 3) == (["10.0.0.0/8"], 12, True)
    page = admin.get(f"/discovery/gateways/{row.pk}").content.decode()
    assert ("YOUR-KEY" in page, "server = " in page, page.count("wkg_")) == (True, True, 1)
    assert "--enroll_tls_endpoint=/osquery/enroll\n" in page


def test_what_is_wrong_stands_at_its_field(admin):
    wrong = admin.post("/discovery/gateways/add", {"name": "Office", "networks": "ten", "hours": 12})
    assert (wrong.status_code, "10.0.0.0/8" in wrong.content.decode(), Gateway.objects.count()) == (422, True, 0)


def test_a_key_is_rotated_and_a_gateway_closed(admin):
    row = make.gateway()
    before = bytes(row.digest)
    admin.post(f"/discovery/gateways/{row.pk}/key", {"at_once": "on"})
    admin.post(f"/discovery/gateways/{row.pk}/switch")
    row.refresh_from_db()
    assert (bytes(row.digest) == before, row.former_digest, row.is_active) == (False, None, False)


def test_a_doubt_is_answered_and_what_was_said_is_taken_back(admin):
    doubt = make.doubt()
    assert "One thing or two?" in admin.get(f"/discovery/doubts/{doubt.pk}").content.decode()
    admin.post(f"/discovery/doubts/{doubt.pk}/same")
    assert Item.objects.filter(merged_into=None).count() == 1
    merged = admin.get(reverse("console:item", args=[doubt.other_id]))
    assert merged.headers["location"] == reverse("console:item", args=[doubt.item_id])
    page = admin.get(f"/discovery/items/{doubt.other_id}", follow=True).content.decode()
    assert "are the same" in page
    admin.post(f"/discovery/verdicts/{Verdict.objects.get().pk}/take-back")
    assert (Item.objects.filter(merged_into=None).count(), Doubt.objects.open().count()) == (2, 1)
    admin.post(f"/discovery/doubts/{Doubt.objects.open().get().pk}/different")
    assert Doubt.objects.open().count() == 0


def test_items_are_merged_and_split_by_hand(admin):
    (one,), (other,) = (
        make.found(make.machine("a")),
        make.found(make.machine("b", "00:1b:21:09:00:09", serial="X-7777")),
    )
    number = Item.objects.get(pk=other.item).number
    assert admin.post(f"/discovery/items/{one.item}/merge", {"other": "CI-0"}).status_code == 422
    admin.post(f"/discovery/items/{one.item}/merge", {"other": number.lower()})
    assert Item.objects.get(pk=other.item).merged_into_id == one.item
    admin.post(f"/discovery/traces/{Trace.objects.get(key='b').pk}/split")
    assert Item.objects.get(pk=other.item).merged_into_id is None


def test_a_refused_inventory_says_why_and_is_handed_out_as_it_came(admin):
    row = life.keep_refused(make.gateway(), b"\x78\x9cnothing", why="It is damaged.", size=9)
    assert "It is damaged." in admin.get(f"/discovery/inventories/{row.pk}").content.decode()
    assert b"".join(admin.get(f"/discovery/inventories/{row.pk}/source").streaming_content) == b"\x78\x9cnothing"
    admin.post(f"/discovery/inventories/{row.pk}/again")
    assert Inventory.objects.get().state == "received"


def test_what_is_not_heard_of_for_too_long_is_missing_and_found_when_it_speaks_again(admin):
    (match,) = make.found(make.machine(), days_ago=40)
    make.item("written down by a person")
    item = Item.objects.get(pk=match.item)
    admin.post("/discovery/rules/patience", {"cls": item.cls_id, "days": 30})
    assert (Patience.objects.get(cls=item.cls).days, jobs.lose_due(), jobs.lose_due()) == (30, 1, 0)
    assert [one.name for one in Item.objects.filter(state=State.MISSING)] == [item.name]
    make.found(make.machine())
    life.look_again(match.trace)
    assets.see_again({item.pk: clock.now()}, by=CLOCK)
    item.refresh_from_db()
    assert item.state == State.IN_USE


def test_ends_are_told_so_many_days_before_as_somebody_says(admin):
    page = admin.get("/discovery/rules").content.decode()
    assert ("60, 30, 14, 7, 3, 1, 0" in page, "after 30 days" in page) == (True, True)
    assert admin.post("/discovery/rules/notice", {"kind": "certificate", "days": "soon"}).status_code == 422
    admin.post("/discovery/rules/notice", {"kind": "certificate", "days": "10, 20"})
    assert Notice.objects.get(kind="certificate").days == [20, 10]


def test_a_value_that_somebody_took_out_of_use_tells_nothing_apart(admin):
    admin.post("/discovery/rules/placeholder", {"kind": "serial", "value": "dell/ABC12345"})
    admin.post("/discovery/rules/placeholder", {"kind": "lone_serial", "value": "ABC12345"})
    assert Placeholder.objects.count() == 2
    make.found(make.machine("a"), make.machine("b", "00:1b:21:00:00:09"))
    assert Item.objects.count() == 2
    jobs.judge_bearers()
    assert "2 judged, 0 of another thing now" in admin.get("/discovery/rules").content.decode()


def test_a_placeholder_is_taken_back_and_a_crowd_leads_to_one(admin):
    Crowd.objects.create(kind="mac", value="00:1b:21:00:00:99", bearers=21_000)
    page = admin.get("/discovery/rules").content.decode()
    assert "/discovery/rules/placeholder?kind=mac&amp;value=00%3A1b%3A21%3A00%3A00%3A99" in page
    admin.post("/discovery/rules/placeholder", {"kind": "mac", "value": "00:1b:21:00:00:99"})
    assert not Crowd.objects.exists()
    admin.post(f"/discovery/placeholders/{Placeholder.objects.get().pk}/remove")
    assert not Placeholder.objects.exists()


def test_nobody_configures_who_may_not(client):
    row, doubt = make.gateway(), make.doubt()
    client.force_login(make.ana())
    assert client.get("/discovery").status_code == 200
    for path in ("/discovery/gateways/add", f"/discovery/gateways/{row.pk}/key", "/discovery/rules/patience"):
        assert client.get(path).status_code == 403
    made = Placeholder.objects.create(kind="mac", value="x", by="person:1")
    assert client.post(f"/discovery/placeholders/{made.pk}/remove").status_code == 403
    assert client.post(f"/discovery/doubts/{doubt.pk}/same").status_code == 302
    client.force_login(make.employee())
    assert client.get("/discovery").status_code in (302, 403, 404)
    assert client.get(f"/discovery/gateways/{row.pk}").status_code in (302, 403, 404)


def test_a_job_is_set_up_looks_now_and_is_stopped(admin):
    admin.post("/discovery/networks/open", {"network": "10.20.0.0/16", "reason": "The office."})
    told = {"name": "Office", "targets": "10.20.0.0/24\n10.20.1.7", "ports": "22,80", "services": "on",
            "every_hours": 24, "starts_at": "03:30", "time_zone": "Europe/Amsterdam", "rate": 50,
            "minutes": 60}  # fmt: skip
    wrong = admin.post("/discovery/jobs/add/network", told | {"targets": "10.99.0.0/24"})
    assert (wrong.status_code, "lies outside" in wrong.content.decode(), Job.objects.count()) == (422, True, 0)
    page = admin.post("/discovery/jobs/add/network", told, follow=True).content.decode()
    job = Job.objects.get()
    assert (job.targets, job.settings["services"], job.settings["systems"]) == (
        ["10.20.0.0/24", "10.20.1.7"],
        True,
        False,
    )
    assert ("10.20.1.7" in page, "03:30" in page, "Look now" in page) == (True, True, True)
    admin.post(f"/discovery/jobs/{job.pk}/change", told | {"rate": 10, "name": "Office at night"})
    page = admin.post(f"/discovery/jobs/{job.pk}/run", follow=True).content.decode()
    assert ("Waiting" in page, "Stop" in page) == (True, True)
    assert admin.post(f"/discovery/jobs/{job.pk}/run").status_code == 409
    run = job.runs.get()
    admin.post(f"/discovery/runs/{run.pk}/stop")
    admin.post(f"/discovery/jobs/{job.pk}/switch")
    run.refresh_from_db()
    job.refresh_from_db()
    assert (run.state, job.is_active, job.rate, job.name) == ("stopped", False, 10, "Office at night")
    admin.post(f"/discovery/networks/{OpenNetwork.objects.get().pk}/shut")
    assert OpenNetwork.objects.count() == 0


def test_a_run_shows_how_far_it_is_and_what_went_wrong(admin, client):
    run = make.scan(make.scan_job(), make.machine())
    page = admin.get(f"/discovery/runs/{run.pk}").content.decode()
    assert ("50 %" in page, "10.20.0.0/24" in page) == (True, True)
    life.fail(run, "nmap failed (1): no route", notes=["10.20.0.9 answered"])
    page = admin.get(f"/discovery/runs/{run.pk}").content.decode()
    assert ("no route" in page, "10.20.0.9 answered" in page, "Stop</" in page) == (True, True, False)
    client.force_login(make.employee())
    assert client.get(f"/discovery/runs/{run.pk}").status_code in (302, 403, 404)


def test_a_bill_of_materials_is_taken_in_by_page_and_by_api_and_what_is_wrong_stands_at_its_field(admin):
    told = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": "zlib", "version": "1.3"}]}
    item = make.item("db-1")

    def document(body=b""):
        return SimpleUploadedFile("bom.json", body or json.dumps(told).encode())

    answer = admin.post("/discovery/bill", {"file": document(), "item": item.number.lower()}, follow=True)
    assert "CycloneDX 1.6: 1 components, 1 of them new" in answer.content.decode()
    page = admin.post("/discovery/bill", {"file": document(b"{"), "item": ""})
    assert "no JSON that can be read" in page.content.decode()
    page = admin.post("/discovery/bill", {"file": document(), "item": "CI-0"})
    assert "no item of this number" in page.content.decode()
    again = admin.post("/api/v1/bills-of-materials", {"file": document(), "item": item.pk})
    assert (again.status_code, again.json()) == (
        201, {"item": item.pk, "form": "CycloneDX 1.6", "listed": 1, "came": 0, "went": 0},
    )  # fmt: skip
    wrong = admin.post("/api/v1/bills-of-materials", {"file": document(), "item": 0})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/file")


def test_where_a_component_is_and_through_what_is_told_by_page_and_by_api(admin):
    told = {
        "bomFormat": "CycloneDX", "specVersion": "1.6",
        "metadata": {"component": {"bom-ref": "shop", "name": "web-shop"}},
        "components": [{"bom-ref": one, "name": one, "version": "1.0"} for one in ("starter", "log4j-core")],
        "dependencies": [
            {"ref": "shop", "dependsOn": ["starter"]}, {"ref": "starter", "dependsOn": ["log4j-core", "shop"]},
        ],
    }  # fmt: skip
    life.take_bill(json.dumps(told).encode(), by=CLOCK)
    page = admin.get("/discovery/components?q=log4j-core").content.decode()
    assert ("web-shop" in page, "starter 1.0 → log4j-core 1.0" in page) == (True, True)
    (row,) = admin.get("/api/v1/components?name=log4j-core").json()["items"]
    assert (row["item"]["name"], row["way"], row["is_direct"]) == (
        "web-shop", ["starter 1.0", "log4j-core 1.0"], False,
    )  # fmt: skip
    for asked in ("", "?q=", "?q=nothing"):
        assert admin.get(f"/discovery/components{asked}").context["holders"] == []
    admin.force_login(make.employee())
    assert admin.get("/discovery/components?q=log4j-core").status_code in (403, 404)

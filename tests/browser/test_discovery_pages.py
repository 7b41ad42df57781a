"""The pages of discovery: accessible, within their frame, also on a telephone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from testing import looking, make
from watchkeep.demo import itemising
from watchkeep.doors.integrations import inventory
from watchkeep.doors.integrations.inventory import bodies, taking
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Inventory
from watchkeep.kernel.actors import CLOCK

REAL = Path(inventory.__file__).parent / "tests" / "payloads" / "glpi-agent-inventory.z"


@pytest.fixture
def paths() -> list[str]:
    """Every kind of page, with something on each."""
    gateway, doubt = make.gateway("Office in Amsterdam"), make.doubt()
    body = REAL.read_bytes()
    plain = bodies.unpacked(body)
    arrived = life.Arrived(
        device="ams-web-01-2026-11-23-08-05-10", body=body, size=len(plain), meaning=bodies.meaning(plain),
        address="192.0.2.2", version="GLPI-Agent_v1.11",
    )  # fmt: skip
    life.receive(gateway, arrived)
    taking.take_due()
    life.receive(gateway, arrived)
    refused = life.keep_refused(gateway, b"nothing", why="It is damaged: it cannot be unpacked.", size=7)
    item = Inventory.objects.get(state="new").item
    life.set_patience(item.cls, by=CLOCK, days=30)
    life.add_placeholder(kind="serial", value="dell/ABC-DEMO", by=CLOCK)
    itemising.itemise(CLOCK)
    forms = [
        "/discovery/gateways/add",
        "/discovery/rules/patience",
        "/discovery/rules/placeholder",
        "/discovery/rules/notice",
    ]
    inventories = [f"/discovery/inventories/{one}" for one in (refused.pk, Inventory.objects.get(state="new").pk)]
    items = [f"/discovery/items/{one}" for one in (doubt.item_id, item.pk)]
    lists = ["/discovery", "/discovery/doubts", "/discovery/rules", "/discovery/components?q=log4j-core"]
    gates = [f"/discovery/gateways/{gateway.pk}", f"/discovery/doubts/{doubt.pk}"]
    return [*lists, *_scanned(), *gates, *inventories, *items, *forms]


def _scanned() -> list[str]:
    """A job and its runs: one that found something, and one that failed."""
    scan = make.scan(make.scan_job(), make.machine("scanned", "00:1b:21:00:00:77", serial="SCAN-001"))
    over = make.scan(make.scan_job("Cellar"))
    life.fail(over, "nmap failed (1): no route", notes=["printer.example.org cannot be looked up: it was left out."])
    jobs = [f"/discovery/jobs/{scan.job_id}", f"/discovery/runs/{scan.pk}", f"/discovery/runs/{over.pk}"]
    return [*jobs, "/discovery/jobs", "/discovery/networks", "/discovery/networks/open", "/discovery/jobs/add/network"]


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page], paths: list[str]):
    assert looking.faults(visit("/now", as_=make.admin()), paths) == []

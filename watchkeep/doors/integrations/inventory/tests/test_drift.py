"""What real agents sent, and then again with another kernel: exactly one finding of drift."""

import zlib
from datetime import timedelta
from pathlib import Path

import pytest

from watchkeep.doors.integrations.inventory import taking
from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.discovery import life
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes import jobs
from watchkeep.work.changes import life as changes
from watchkeep.work.changes.models import Drift, DriftLook

pytestmark = pytest.mark.django_db
PAYLOADS = Path(__file__).parent / "payloads"
ZLIB = "application/x-compress-zlib"


@pytest.mark.parametrize(
    ("payload", "agent", "before", "after"),
    [
        ("glpi-agent-inventory.z", "GLPI-Agent_v1.11", b'"kernel_version"', b'"kernel_version": "9.9.9",\n"was"'),
        (
            "fusioninventory-inventory.z", "FusionInventory-Agent_v2.6-3", b"<KERNEL_VERSION>",
            b"<KERNEL_VERSION>9.9.9-",
        ),
    ],
)  # fmt: skip
def test_the_same_inventory_with_another_kernel_is_one_finding(client, payload, agent, before, after):
    for path in ("hardware.computer", "virtual_machine", "hardware.computer.laptop", "hardware.computer.desktop"):
        changes.watch(by=CLOCK, cls=ItemClass.objects.get(path=path), attributes=["kernel", "os_version", "software"])
    _gateway, key = life.add_gateway(by=CLOCK, name="Office")
    plain = zlib.decompress((PAYLOADS / payload).read_bytes())
    assert before in plain

    def report(body):
        sent = client.post(
            f"/inventory/agents/{key}", zlib.compress(body), content_type=ZLIB, headers={"user-agent": agent}
        )
        assert sent.status_code == 200
        taking.take_due()
        with clock.frozen(clock.now() + timedelta(minutes=5)):
            jobs.look_at_drift()

    report(plain)
    assert not Drift.objects.exists()
    report(plain.replace(before, after, 1))
    drift = Drift.objects.get()
    assert [one["attribute"] for one in drift.differences] == ["kernel"]
    assert "9.9.9" in str(drift.differences[0]["after"])
    report(plain.replace(before, after, 1))
    assert Drift.objects.count() == 1
    assert not DriftLook.objects.exists()

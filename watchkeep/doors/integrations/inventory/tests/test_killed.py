"""A worker is killed with -9 when all that inventories say is written and nothing is committed."""

import pytest

from testing import make
from testing.killing import kill_amid
from testing.running import wait_for
from watchkeep.doors.integrations.inventory import taking
from watchkeep.doors.integrations.inventory.tests.test_agents import packed, small
from watchkeep.estate.assets.models import Installation, Item, Report, Title
from watchkeep.estate.discovery import life
from watchkeep.estate.discovery.models import Agent, Identifier, Inventory, Trace
from watchkeep.kernel.models import FactRow

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MACHINES = 12
WORK = """
import pathlib, sys, time, django
django.setup()
from watchkeep.doors.integrations.inventory import taking
from watchkeep.estate.discovery.life import reading
def die(_ends):
    pathlib.Path(sys.argv[1]).touch()
    time.sleep(600)
reading._done = die
taking.take_due()
"""
WRITTEN = (Item, Installation, Report, Title, Trace, Identifier, FactRow)


def test_nothing_is_half_written_and_after_a_restart_all_of_it_is_read(tmp_path):
    gateway = make.gateway()
    for number in range(MACHINES):
        software = [{"name": f"lib-{one}", "version": str(number)} for one in range(50)]
        body, device = packed(small(f"pc-{number}", softwares=software)), f"pc-{number}"
        life.receive(gateway, life.Arrived(device=device, body=body, size=len(body), meaning=bytes([number]) * 32))
    before = {model: model.objects.count() for model in WRITTEN}
    kill_amid(WORK, tmp_path / "amid")
    assert {model: model.objects.count() for model in WRITTEN} == before
    waiting = Inventory.objects.values_list("state", "attempts")
    assert {*waiting} == {("received", 1)}
    wait_for(lambda: taking.take_due() == MACHINES, 30)
    assert {*Inventory.objects.values_list("state", flat=True)} == {"new"}
    assert (Item.objects.count(), Installation.objects.count()) == (MACHINES, MACHINES * 50)
    assert Agent.objects.filter(item=None).count() == 0

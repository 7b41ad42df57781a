import pytest

from testing import make
from watchkeep.demo import itemising, querying, scanning
from watchkeep.estate.assets.models import Installation, Item, Relation
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Job, OpenPort, Run
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db


def test_the_demonstration_shows_runs_of_every_end_and_sends_nothing_by_itself():
    scanning.scan(CLOCK)
    assert sorted(Run.objects.values_list("state", flat=True)) == ["done", "done", "failed", "failed", "stopped"]
    assert Job.objects.exclude(next_run_at=None).count() == 0
    assert Relation.objects.open().count() == 12


def test_what_answers_in_the_office_is_known_and_a_mac_reports_by_osquery():
    scanning.scan(CLOCK)
    assert OpenPort.objects.open().count() == 7
    gateway, key = life.add_gateway(by=CLOCK, name="Offices")
    querying.enrol(gateway, key)
    mac = Item.objects.get(serial="C02KO3MAC03")
    assert (mac.name, mac.cls.slug, mac.values["last_user"]) == ("ko-mac-03", "laptop", "noor")
    assert {row.title.name for row in Installation.objects.open().filter(item=mac)} >= {"Figma", "Blender"}


def test_logging_is_in_two_applications_in_one_of_them_through_another_component():
    itemising.itemise(CLOCK)
    ways = [len(one.way) for one in queries.ways(queries.holding(make.actor(make.admin()), "log4j-core"))]
    assert ways == [2, 1]

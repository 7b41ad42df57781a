"""The worker dies with -9 while it begins and ends windows; two others catch up at once, in order, and nobody is paged.

What was covered stays quiet for ever, what is still broken pages, and each window begins and ends once.
"""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import race, sweep
from testing.killing import kill_amid
from watchkeep.estate.services import jobs as windows
from watchkeep.estate.services.models import MaintenanceWindow
from watchkeep.insight.detection import jobs
from watchkeep.insight.detection.models import Alert
from watchkeep.kernel import clock
from watchkeep.kernel.models import FactRow
from watchkeep.work.incidents.models import Incident

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY = 30
WORK = """
import pathlib, sys, time, django
django.setup()
from watchkeep.estate.services.life import keeping
first = keeping.tell
def die(fact):
    first(fact)
    die.told += 1
    if die.told > 40:
        pathlib.Path(sys.argv[1]).touch()
        time.sleep(600)
die.told = 0
keeping.tell = die
from watchkeep.estate.services import jobs
jobs.step()
"""


def steps():
    """The windows' facts, in the order in which they were told."""
    kinds = ("maintenance.begun", "maintenance.ended")
    return [*FactRow.objects.filter(kind__in=kinds).order_by("pk").values_list("record", "kind")]


def test_they_begin_and_end_once_and_in_order_and_only_what_is_still_broken_pages(tmp_path):
    host = make.item("host-1")
    shop = make.service("Shop", tier=1, on=(host,))
    sweep(windows.count_footings)
    sender, now = make.integration(service=shop), clock.now()
    with clock.frozen(now - timedelta(hours=3)):
        start = clock.now()
        long = make.maintenance(items=(host,), starts_at=start, hours=2)
        for number in range(MANY):
            make.maintenance(make.service(f"S{number}"), starts_at=start + timedelta(minutes=number), hours=1)
        with clock.travel(minutes=30):
            make.said(sender, make.signal("covered"), make.signal("broken"))
        with clock.travel(minutes=60):
            make.said(sender, make.signal("covered", "resolve"))
    kill_amid(WORK, tmp_path / "amid")
    assert steps() == []
    assert not MaintenanceWindow.objects.filter(begun_at__isnull=False).exists()

    assert race(windows.step, windows.step, windows.step) == [None, None, None]
    sweep(windows.step)
    told = steps()
    assert len(told) == len({*told}) == 2 * (MANY + 1)
    for window in MaintenanceWindow.objects.all():
        assert told.index((window.pk, "maintenance.begun")) < told.index((window.pk, "maintenance.ended"))
    sweep(jobs.fold)
    assert not Incident.objects.exists()
    assert race(jobs.speak_up, jobs.speak_up) == [None, None]
    sweep(jobs.speak_up)
    (incident,) = Incident.objects.all()
    broken, covered = Alert.objects.get(key="broken"), Alert.objects.get(key="covered")
    assert (broken.incident, covered.incident, broken.is_silenced) == (incident, None, False)
    assert long.ends_at < clock.now()

import pytest

from watchkeep.demo import scanning
from watchkeep.estate.assets.models import Relation
from watchkeep.estate.discovery.models import Job, Run
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db


def test_the_demonstration_shows_runs_of_every_end_and_sends_nothing_by_itself():
    scanning.scan(CLOCK)
    assert sorted(Run.objects.values_list("state", flat=True)) == ["done", "done", "failed", "failed", "stopped"]
    assert Job.objects.exclude(next_run_at=None).count() == 0
    assert Relation.objects.open().count() == 12

"""The same webhook at one moment by several processes, and a worker that is killed while it reads."""

import pytest

from testing import make
from testing.harness import race
from testing.killing import kill_amid
from watchkeep.doors.integrations.pipelines import taking
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.models import FactRow
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change, Delivery, Deployment, Fate, Progress, Provider, Report

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT_ONCE, DEPLOYMENTS = 6, 8
WRITTEN = (Deployment, Change, FactRow)
WORK = """
import pathlib, sys, time, django
django.setup()
from watchkeep.doors.integrations.pipelines import taking
from watchkeep.work.changes import life
settled = []
settle = life.settle
def die(delivery, **given):
    settle(delivery, **given)
    settled.append(delivery)
    if len(settled) == int(sys.argv[2]):
        pathlib.Path(sys.argv[1]).touch()
        time.sleep(600)
life.settle = die
taking.take_due()
"""


def told(number):
    body = f'{{"id": "{number}", "service": "shop", "environment": "production", "state": "started"}}'
    return {"mark": f"m{number}", "event": "", "body": body.encode()}


def counted():
    return {model: model.objects.count() for model in WRITTEN}


def test_what_several_bring_at_one_moment_is_kept_once_and_becomes_one_change():
    make.shop()
    source, _key = make.pipeline()
    ends = race(*(lambda: life.keep(source, **told(1)) for _ in range(AT_ONCE)))
    assert (ends, Delivery.objects.get().repeats) == ([None] * AT_ONCE, AT_ONCE - 1)
    assert race(taking.take_due, taking.take_due) == [None, None]
    said = Report(
        external_id="1", subject="nordwind/shop", service="shop", environment="production", progress=Progress.STARTED
    )  # fmt: skip
    by = taking.actor_of(source)
    assert race(*(lambda: life.report(said, by=by, source=source) for _ in range(3))) == [None] * 3
    assert (
        race(*(lambda: life.report(said, by=CLOCK, source=None, provider=Provider.JSON) for _ in range(3)))
        == [None] * 3
    )
    assert sorted(Deployment.objects.values_list("source", flat=True), key=str) == [source.pk, None]
    assert Change.objects.count() == len({*Deployment.objects.values_list("change", flat=True)})
    assert FactRow.objects.filter(kind="deployment.told").count() == 2


def test_killed_between_what_it_read_and_its_commit_nothing_is_lost_and_nothing_comes_twice(tmp_path):
    make.shop()
    source, _key = make.pipeline()
    for number in range(DEPLOYMENTS):
        life.keep(source, **told(number))
    half, before = DEPLOYMENTS // 2, counted()
    kill_amid(WORK, tmp_path / "amid", half)
    assert Delivery.objects.filter(fate=Fate.WAITING).count() == DEPLOYMENTS - half + 1
    assert Deployment.objects.count() == half - 1
    assert counted()[FactRow] > before[FactRow]
    assert taking.take_due() == DEPLOYMENTS - half + 1
    assert {*Delivery.objects.values_list("fate", flat=True)} == {Fate.READ}
    assert Deployment.objects.count() == DEPLOYMENTS
    assert FactRow.objects.filter(kind="deployment.told").count() == DEPLOYMENTS

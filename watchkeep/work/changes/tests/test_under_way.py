"""What is being carried out now, by what it touches: there when it begins, gone when it ends."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.turning import come
from watchkeep.estate.services.life import attach_item
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import StepState
from watchkeep.work.changes.queries import going as looking

pytestmark = pytest.mark.django_db


def going(services=(), items=(), actor=None):
    found = queries.under_way([one.pk for one in services], [one.pk for one in items], actor or make.actor(make.ana()))
    return [
        {pk: [one.change.number for one in several] for pk, several in told.items()}
        for told in (found.services, found.items)
    ]


def test_what_is_carried_out_stands_on_its_services_until_it_ends():
    shop, other = make.shop(), make.service("Other")
    make.change("scheduled")
    change = make.change("implementing")
    assert going([shop, other]) == [{shop.pk: [change.number]}, {}]
    for step in change.steps.exclude(part="back_out"):
        life.take_step(step, by=make.actor(make.ana()), state=StepState.DONE)
    life.finish(change, by=make.actor(make.ana()))
    assert going([shop, other]) == [{}, {}]


def test_what_touches_an_item_touches_the_services_that_run_on_it():
    host = make.item("host-1")
    shop, other = make.shop(), make.service("Other", on=(make.item("host-2"),))
    attach_item(shop, host, by=make.actor(make.admin()))
    change = make.change("implementing", items=[host], services=[])
    assert going([shop, other], [host]) == [{shop.pk: [change.number]}, {host.pk: [change.number]}]
    assert going([], [host]) == [{}, {host.pk: [change.number]}]


def test_a_deployment_is_known_by_its_change_and_over_when_it_is_over():
    row = make.deployment()
    (one,) = queries.under_way([row.service_id], [], make.actor(make.ana())).services[row.service_id]
    assert (one.change, one.deployment) == (row.change, row)
    make.deployment(progress="succeeded")
    assert going([row.service]) == [{}, {}]


def test_of_more_than_can_be_shown_the_newest_are_and_it_is_said_that_there_is_more(monkeypatch):
    shop, host = make.shop(), make.item("host-1")
    for _ in range(2):
        newest = make.change("implementing", services=[shop], items=[host])
    ana = make.actor(make.ana())
    assert not queries.under_way([shop.pk], [host.pk], ana).is_cut
    monkeypatch.setattr(looking, "MOST", 1)
    found = queries.under_way([shop.pk], [host.pk], ana)
    assert found.is_cut
    assert going([shop], [host]) == [{shop.pk: [newest.number]}, {host.pk: [newest.number]}]
    said = come(make.ana()).get(f"/services/{shop.slug}").content.decode()
    assert "More is under way than is shown here." in said
    assert "1+ changes under way" in said


def test_others_see_nothing_and_many_cost_what_one_costs():
    shop = make.shop()
    make.change("implementing")
    assert going([shop], actor=make.actor(make.stranger())) == [{}, {}]
    ana, counts = make.actor(make.ana()), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            going([shop], actor=ana)
        counts.append(len(asked))
        make.change("implementing", services=[shop, make.service()])
        make.change("implementing")
    assert counts[0] == counts[1]

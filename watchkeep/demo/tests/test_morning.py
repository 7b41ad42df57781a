"""The first morning of the demo organisation tells the story that the register is for."""

from datetime import timedelta

import pytest

from watchkeep.demo import cast, organisation
from watchkeep.estate.assets.models import Item, Relation
from watchkeep.estate.reconciliation import queries
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_the_first_morning_tells_what_is_new_what_nobody_bought_and_what_was_left_behind():
    by = Actor.system("demo", "The demo")
    organisation.register(by, cast.invite_everybody(by))
    said = [word.text for word in queries.morning()]
    assert said[:3] == ["412 things", "9 new", "3 things that nobody bought"]
    assert {"5 laptops of people who left", "2 servers not seen for 40 days"} <= {*said}
    assert said[-1] == "1 certificate that dies on Friday"
    heaps = {heap.kind: (heap.count, heap.new[0]) for heap in queries.heaps(by)}
    assert (heaps["orphan"], heaps["stray"], heaps["ghost"]) == ((3, 3), (5, 0), (1, 0))
    server = Item.objects.get(name="db-01")
    assert ("Debian" in server.values["os"], server.last_seen_at is not None) == (True, True)
    assert Item.objects.filter(name="db-01").count() == 1
    index = Item.objects.get(name="Search index")
    last_week = clock.now() - timedelta(days=7)
    then = Relation.objects.filter(from_item=index, kind="runs_on", since__lte=last_week)
    assert [one.to_item.name for one in then] == ["web-01"]
    assert [one.to_item.name for one in Relation.objects.open().filter(from_item=index)] == ["web-02"]

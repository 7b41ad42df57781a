"""What hangs on it is found from either end of the map alike: from above where little hangs there, else from below."""

from itertools import pairwise

import pytest

from testing import make
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes.queries import nearness

pytestmark = pytest.mark.django_db


def test_it_is_the_same_walked_to_from_above_and_from_below(monkeypatch):
    app, vm, host, rack, old, gone, cable, apart = items = [make.item(f"item {n}") for n in range(8)]
    for near, far in [*pairwise((app, vm, old, rack)), (rack, app), (apart, gone), (gone, rack)]:
        assets.relate(near, far, by=CLOCK, kind="depends_on")
    assets.relate(cable, host, by=CLOCK, kind="protects")
    Item.objects.filter(pk=old.pk).update(merged_into=host, is_active=False, state="retired")
    Item.objects.filter(pk=gone.pk).update(is_active=False, state="retired")
    others = {one.pk: [one.pk] for one in items}

    def found():
        return [nearness.hanging_on([one.pk], others).marks for one in items]

    above = found()
    monkeypatch.setattr(nearness, "MOST_ABOVE", 0)
    assert found() == above
    circle = {app.pk, vm.pk, host.pk, old.pk, rack.pk}
    assert above[items.index(rack)] == circle | {gone.pk}, "what is gone hangs on it still, and nothing by way of it"
    assert above[items.index(gone)] == {gone.pk}
    assert above[items.index(cable)] == circle | {gone.pk, cable.pk}

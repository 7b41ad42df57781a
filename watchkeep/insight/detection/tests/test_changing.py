"""Change events of PagerDuty's protocol become changes, or belong to the one that was planned."""

import pytest

from testing import make
from watchkeep.insight.detection import life
from watchkeep.insight.detection.life.receiving import receive
from watchkeep.insight.detection.models import Action, Signal
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes.models import Change, Deployment

pytestmark = pytest.mark.django_db


def hear(sender, key, summary):
    receive(sender, [Signal(key=key, action=Action.CHANGE, summary=summary, source="ci")])
    life.fold_waiting()


def test_a_change_event_is_a_change_once_and_finds_the_planned_one():
    shop = make.shop()
    sender, _key = life.add_integration(by=CLOCK, name="CI", kind="events_v2", service=shop)
    hear(sender, "1", "Shop 4.2 is live")
    row, change = Deployment.objects.get(), Change.objects.get()
    assert (row.provider, row.service, row.change, row.progress) == ("pagerduty", shop, change, "succeeded")
    assert (change.state, change.ticket.tags) == ("evaluating", ["unannounced"])
    planned = make.change("scheduled", services=[shop])
    hear(sender, "2", f"Shop 4.3 is live ({planned.number})")
    planned.ticket.refresh_from_db()
    assert planned.state == "implementing"
    assert Change.objects.count() == 2


def test_without_a_service_it_is_on_record_as_before_and_no_change():
    sender, _key = life.add_integration(by=CLOCK, name="CI", kind="events_v2")
    hear(sender, "1", "Something is live")
    assert not Deployment.objects.exists()

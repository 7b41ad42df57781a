import re
from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from watchkeep.duty.sla.models import Target
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOME = "/settings/sla"


@pytest.fixture
def manager(client):
    client.force_login(make.manager())
    return client


def test_every_figure_of_a_clock_opens_to_the_lines_that_made_it(client):
    client.force_login(make.ana())
    with clock.frozen(NOON):
        incident = make.incident("in_progress")
    with clock.frozen(NOON + timedelta(minutes=10)):
        incidents.hold(incident, by=CLOCK, reason="Waiting for a part")
    with clock.frozen(NOON + timedelta(minutes=30)):
        page = client.get(f"/incidents/{incident.number}/sla").content.decode()
    assert "Waiting for a part" in page
    assert "0:10:00" in page
    assert re.search(r"10 min of 24 h used, 23 h 50 min left", page)


def test_a_stranger_does_not_find_it(client):
    incident = make.incident()
    client.force_login(make.stranger())
    assert client.get(f"/incidents/{incident.number}/sla").status_code == 404


def test_targets_are_listed_added_changed_and_dropped(manager):
    assert "around the clock" in manager.get(HOME).content.decode()
    shop = make.service("Web shop")
    new = {"measure": "resolution", "service": shop.pk, "amount": 2, "unit": 60, "warn_percent": 80}
    manager.post(f"{HOME}/add", new)
    target = Target.objects.get(service=shop)
    assert (target.minutes, target.priority) == (120, None)
    manager.post(f"{HOME}/{target.pk}", new | {"priority": 1, "amount": 90, "unit": 1})
    target = Target.objects.get(service=shop)
    assert (target.minutes, target.priority) == (90, 1)
    manager.post(f"{HOME}/{target.pk}/drop")
    assert not Target.objects.filter(service=shop).exists()


def test_dropping_can_be_undone(manager):
    target = Target.objects.get(measure="response", priority=4)
    page = manager.post(f"{HOME}/{target.pk}/drop", follow=True).content.decode()
    undo = re.search(r'action="(/settings/sla/add\?undo[^"]+)"', page)[1].replace("&amp;", "&")
    manager.post(undo)
    again = Target.objects.get(measure="response", priority=4)
    assert (again.minutes, again.in_business_hours) == (target.minutes, True)


def test_the_page_says_which_target_wins(manager):
    shop = make.service("Web shop")
    make.target("resolution", 33, service=shop)
    assert "33 min" in manager.get(f"{HOME}?priority=1&service={shop.pk}").content.decode().partition("Which one")[2]


def test_an_agent_may_not(client):
    client.force_login(make.ana())
    assert client.get(HOME).status_code == 403
    assert client.post(f"{HOME}/add", {}).status_code == 403

"""The room of a SEV1 on a telephone: what is secondary is folded, and opens by a press that lasts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from testing import make
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.tickets import life as tickets

pytestmark = pytest.mark.browser


@pytest.fixture
def room() -> str:
    """A SEV1 as it stands after an hour: alerts, notes, roles, steps."""
    service = make.service("Payments", tier=1, owner_team=make.team("Web", members=(make.ana(), make.bo())))
    incident = make.incident("in_progress", severity=1, service=service, by=make.manager())
    sender = make.integration("Prometheus", "alertmanager", service=service)
    make.alert(sender)
    for number in range(8):
        tickets.note(incident.ticket, by=CLOCK, body=f"Step {number}: the pool holds 20 more connections now.")
    incidents.post_update(incident, by=CLOCK, body="Payments fail. We are restarting the gateway.", is_public=True)
    return f"/incidents/{incident.number}"


def test_what_is_secondary_is_folded_and_stays_as_one_left_it(
    visit: Callable[..., Page], accessible: Callable[[Page], None], room: str
):
    page = visit(room, as_=make.manager(), width=360, dark=True)
    groups = page.locator("#room-facts .facts")
    assert groups.count() > 4
    expect(groups.nth(0).locator("dl")).to_be_visible()
    expect(groups.nth(2).locator("dl")).to_be_hidden()
    groups.nth(2).get_by_role("button").first.click()
    expect(groups.nth(2).locator("dl")).to_be_visible()
    accessible(page)
    page.evaluate("document.getElementById('room-facts').dispatchEvent(new CustomEvent('part-drawn', {bubbles: true}))")
    expect(groups.nth(2).locator("dl")).to_be_visible()


def test_where_there_is_room_nothing_is_folded(visit: Callable[..., Page], room: str):
    page = visit(room, as_=make.manager())
    assert page.locator(".facts .fold").count() == 0

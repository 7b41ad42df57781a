"""The room of a SEV1 on a telephone: what is secondary is folded, and opens by a press that lasts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from testing import make
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import told
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
    for entry in told("ticket", incident.pk).filter(kind="ticket.noted").values_list("pk", flat=True)[:3]:
        tickets.pin(incident.ticket, by=CLOCK, entry=entry)
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


def test_of_the_timeline_the_latest_and_the_pinned_are_shown_and_the_rest_is_a_press_away(
    visit: Callable[..., Page], accessible: Callable[[Page], None], room: str
):
    page = visit(room, as_=make.manager(), width=360)
    story = page.locator("#story")
    expect(story.locator(".is-pinned:visible")).to_have_count(3)
    expect(story.get_by_text("Step 7")).to_be_visible()
    first = story.locator(".entry[id]").first
    expect(first).to_be_hidden()
    folded = story.locator('.fold[aria-expanded="false"]:visible')
    while folded.count():
        folded.first.click()
    expect(first).to_be_visible()
    accessible(page)
    expect(story.locator(".entry[hidden]")).to_have_count(0)
    page.goto(f"{room}#{first.get_attribute('id')}")
    page.reload()
    expect(first).to_be_visible()
    page.goto(f"{room}?part=details")
    expect(story.locator(".fold")).to_have_count(0)


def test_where_there_is_room_nothing_is_folded(visit: Callable[..., Page], room: str):
    page = visit(room, as_=make.manager())
    assert page.locator(".fold").count() == 0

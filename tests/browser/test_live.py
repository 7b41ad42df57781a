"""Pages stay true by themselves, and never under the hand."""

from collections.abc import Callable

from playwright.sync_api import APIResponse, Page, Route, expect

from testing import make
from watchkeep.work.incidents import life
from watchkeep.work.tickets import life as tickets

Visit = Callable[..., Page]


def connected(page: Page) -> Page:
    """Once its stream is open."""
    page.wait_for_selector("html[data-live]")
    return page


def answers(page: Page, held: list[tuple[Route, APIResponse]], count: int) -> None:
    """Let the page go on until so many answers to it are held back."""
    for _ in range(600):
        if len(held) >= count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the page asked {len(held)} times within half a minute, not {count}")


def test_a_new_incident_is_announced_and_the_list_does_not_move(visit: Visit):
    make.incident(title="First")
    page = connected(visit("/incidents"))
    make.incident(title="Second")
    expect(page.locator("[data-news-link]")).to_have_text("1 new", timeout=30_000)
    expect(page.get_by_text("Second")).to_have_count(0)
    page.locator("[data-news-link]").click()
    expect(page.get_by_text("Second")).to_be_visible()


def test_a_row_changes_where_it_stands(visit: Visit):
    incident = make.incident(title="First")
    page = connected(visit("/incidents"))
    life.acknowledge(incident, by=make.actor(make.bo()))
    expect(page.locator(f"#row-{incident.pk} [aria-label='In progress']")).to_have_count(1, timeout=30_000)


def test_the_room_tells_what_somebody_else_does_and_keeps_what_is_typed(visit: Visit):
    incident = make.incident()
    page = connected(visit(f"/incidents/{incident.number}"))
    page.get_by_label("What do you want to say?").fill("Half a sentence")
    life.acknowledge(incident, by=make.actor(make.bo()))
    tickets.note(incident.ticket, by=make.actor(make.bo()), body="I have it.")
    expect(page.locator("#story")).to_contain_text("I have it.", timeout=30_000)
    expect(page.locator(".room-head")).to_contain_text("In progress", timeout=30_000)
    expect(page.get_by_label("What do you want to say?")).to_have_value("Half a sentence")


def test_what_changes_while_the_page_still_asks_is_shown_too(visit: Visit):
    incident = make.incident()
    page = connected(visit(f"/incidents/{incident.number}"))
    slow: list[tuple[Route, APIResponse]] = []
    page.route(f"**{page.locator('#story').get_attribute('data-refresh')}", lambda way: slow.append((way, way.fetch())))
    life.acknowledge(incident, by=make.actor(make.bo()))
    answers(page, slow, 1)
    tickets.note(incident.ticket, by=make.actor(make.bo()), body="I have it.")
    page.wait_for_timeout(2500)
    for answered in range(2):
        answers(page, slow, answered + 1)
        way, answer = slow[answered]
        way.fulfill(response=answer)
    expect(page.locator("#story")).to_contain_text("I have it.")


def test_a_draft_survives_a_crash_and_goes_once_it_is_sent(visit: Visit):
    incident = make.incident("in_progress", by=make.ana())
    page = visit(f"/incidents/{incident.number}")
    page.get_by_label("What do you want to say?").fill("Do not lose this")
    page.reload()
    expect(page.get_by_label("What do you want to say?")).to_have_value("Do not lose this")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".speech.is-note")).to_contain_text("Do not lose this")
    expect(page.get_by_label("What do you want to say?")).to_have_value("")
    page.reload()
    expect(page.get_by_label("What do you want to say?")).to_have_value("")


def test_a_toast_takes_an_act_back(visit: Visit):
    incident = make.incident("in_progress", by=make.ana())
    page = visit(f"/incidents/{incident.number}")
    page.keyboard.press("h")
    page.get_by_label("Waiting for").fill("A part")
    page.get_by_role("dialog").get_by_role("button", name="Put on hold").click()
    expect(page.locator(".room-head")).to_contain_text("On hold")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".room-head")).to_contain_text("In progress")


def test_a_theme_is_chosen_at_once_and_kept(visit: Visit):
    page = visit("/now")
    page.get_by_role("button", name="You and your settings").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.wait_for_timeout(300)
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"

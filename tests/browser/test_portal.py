"""The portals as people meet them: accessible, on a telephone, while typing, and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from testing import make
from watchkeep.work.incidents import life as incidents
from watchkeep.work.tickets import life as tickets

KINDS = [{"width": 1280}, {"width": 360, "dark": True}]


@pytest.fixture
def eve():
    return make.employee()


@pytest.fixture
def paths(eve) -> list[str]:
    """Every kind of page, with something on each."""
    article = make.article(title="Locked out of your account", summary="Unlock it yourself in a minute.")
    incident = incidents.open_(by=make.actor(eve), title="The projector in room 4 stays dark", description="It *hums*.")
    tickets.reply(incident.ticket, by=make.actor(make.ana()), body="We bring another one at noon.")
    done = incidents.open_(by=make.actor(eve), title="A squeaking chair")
    incidents.resolve(done, by=make.actor(make.ana()), fix="Oiled")
    pages = ["", "search?q=locked+out", "search?q=nothing+of+the+kind", "requests", "requests?show=ended"]
    pages += [f"articles/{article.number}", f"articles/{article.number}?why=1", "requests/INC-1"]
    pages += [f"requests/{one.number}" for one in (incident, done)]
    waiting = make.asked(manager=eve)
    pages += ["catalogue", "catalogue/unlock-account", "order/hardware", "ask", "approvals"]
    pages += [f"approvals/{make.ballot(waiting).pk}"]
    return [f"/portal/{page}" for page in pages]


@pytest.mark.parametrize("kind", KINDS, ids=["light", "dark telephone"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    visit: Callable[..., Page], accessible: Callable[[Page], None], eve, paths: list[str], kind: dict[str, object]
):
    page = visit("/portal/", as_=eve, **kind)
    for path in paths:
        page.goto(path)
        accessible(page)
        assert (path, page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0) == (path, True)


def test_help_is_found_while_somebody_types(visit: Callable[..., Page], eve, paths: list[str]):
    page = visit("/portal/", as_=eve, width=360)
    page.get_by_role("searchbox").press_sequentially("locked o")
    page.get_by_role("link", name="Locked out of your account").click()
    page.get_by_role("button", name="Yes, that solved it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What can we help with?")


def test_everything_that_matters_works_without_scripts(visit: Callable[..., Page], eve, paths: list[str]):
    page = visit("/portal/", as_=eve, scripts=False)
    page.get_by_role("searchbox").fill("locked out")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="Locked out of your account")).to_be_visible()
    page.goto("/portal/requests")
    page.get_by_role("link", name="The projector in room 4 stays dark").click()
    page.get_by_label("Your message").fill("It works again.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("It works again.")).to_be_visible()

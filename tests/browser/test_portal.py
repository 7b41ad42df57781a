"""The portals as people meet them: accessible, on a telephone, while typing, and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from testing import looking, make
from watchkeep.estate.knowledge.models import Article
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.requests import life as requests
from watchkeep.work.selfservice import life as selfservice
from watchkeep.work.surveys import life as surveys
from watchkeep.work.surveys.models import Survey
from watchkeep.work.tickets import life as tickets


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
    pages += [f"articles/{article.number}", f"articles/{article.number}?why=1"]
    pages += [f"requests/{one.number}" for one in (incident, done)]
    waiting = make.asked(manager=eve)
    pages += ["catalogue", "catalogue/unlock-account", "order/hardware", "ask", "approvals"]
    kept = make.request(requester=eve, item=make.catalogue_item("A drill", is_kept=True, price_monthly="4"))
    requests.fulfil(kept, by=CLOCK, result="It lies on your desk.")
    pages += [f"approvals/{make.ballot(waiting).pk}", "have", "offline", f"requests/{kept.number}"]
    pages += [f"have/{kept.holdings.get().pk}/give-back", f"how/{surveys.link_of(Survey.objects.first())}"]
    return [f"/portal/{page}" for page in pages]


@pytest.fixture
def figures(eve, paths: list[str]) -> list[str]:
    """The settings and figures of the portals, with something to count."""
    by, survey = make.actor(eve), Survey.objects.first()
    surveys.answer(survey, by=by, score=4, comment="Quick, and the tone was right.")
    with clock.travel(days=-9):
        selfservice.look(by=by, words="locked out", found_any=True)
        selfservice.solved(Article.objects.get(title__startswith="Locked out"), by=by)
        selfservice.look(by=make.actor(make.asker()), words="blue light", found_any=False)
    selfservice.judge_due()
    shown = ["self-service", "self-service/searches", "self-service/comments"]
    return [f"/{one}" for one in (*shown, "settings/portals", "settings/portals/employees", "settings/organisations")]


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page], eve, paths: list[str]):
    page = visit("/portal/", as_=eve)
    assert looking.faults(page, paths) == []
    page.goto("/portal/requests/INC-1")
    assert looking.faults_here(page) == []


def test_axe_finds_nothing_in_the_portals_settings_and_figures(visit: Callable[..., Page], figures: list[str]):
    assert looking.faults(visit("/now", as_=make.admin()), figures) == []


def test_kept_like_an_app_it_says_so_when_there_is_no_network(visit: Callable[..., Page], eve):
    page = visit("/portal/", as_=eve, width=360)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    kept = page.evaluate(
        "caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((one) => one.keys()))))"
        ".then((all) => all.flat().map((one) => new URL(one.url).pathname))"
    )
    assert kept == ["/portal/offline"]
    page.reload()
    page.context.set_offline(True)
    page.goto("/portal/requests")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    page.context.set_offline(False)


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

"""The pages of the estate in a real browser: axe finds nothing, and nothing sticks out at 360 px."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from testing import looking, make
from testing.makers.estate import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(live_server):
    """Every kind of page, with something on each."""
    team = make.team("Web platform")
    ana, host, office = (
        make.person("Ana Lindqvist", teams=(team,)),
        make.item("web-01"),
        make.hours(holidays_country="DE"),
    )
    below = make.service("Customer database", on=(host,), owner_team=team)
    shop = make.service("Web shop", needs=(below,), hours=office, owner_team=team)
    make.maintenance(shop)
    make.person("Ada", roles=("administrator",), email="ada@nordwind.example")
    house = f"http://localhost:{urlsplit(live_server.url).port}"
    paths = [
        "/people", f"/people/{ana.pk}", f"/people/{ana.pk}/roles", "/people/invite", "/teams", f"/teams/{team.slug}",
        "/services", f"/services/{shop.slug}", "/services/new", "/items", f"/items/{host.pk}", "/settings",
        "/settings/organisations", "/settings/roles", "/settings/roles/agent", "/settings/audit", "/settings/jobs",
        "/settings/hours", f"/settings/hours/{office.pk}", "/settings/hours/new", "/settings/maintenance",
        "/settings/maintenance/plan", "/profile", "/profile/tokens", "/profile/tokens/new",
    ]  # fmt: skip
    return [f"{house}{path}" for path in paths]


def test_every_page_is_accessible_and_fits(page: Page, pages):
    page.goto(pages[0])
    page.get_by_label("E-mail").fill("ada@nordwind.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert looking.faults(page, pages) == []

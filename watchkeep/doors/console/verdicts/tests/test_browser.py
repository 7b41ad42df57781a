"""Pages of verdicts, reviews, suspects and indicators in a real browser: axe finds nothing, nothing sticks out."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from testing import looking, make
from testing.makers.estate import PASSWORD
from watchkeep.insight.verdicts.models import Indicator

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(live_server):
    """Every kind of page, with something on each."""
    make.person("Ada", roles=("administrator", "manager"), email="ada@nordwind.example")
    change = make.judged()
    make.indicator(make.shop(), "A latency that somebody gave a very long name so that it has to break", unit="ms")
    incident = make.incident(service=make.shop())
    at = f"http://localhost:{urlsplit(live_server.url).port}"
    paths = (
        f"/changes/{change.number}", f"/verdicts/{change.number}", f"/verdicts/{change.number}/review", "/verdicts",
        "/verdicts/reviews", "/settings/change-questions", f"/incidents/{incident.number}", "/settings/indicators",
        f"/settings/indicators/{Indicator.objects.earliest('pk').pk}", "/settings/indicators/add",
    )  # fmt: skip
    return [f"{at}{path}" for path in paths]


def test_every_page_is_accessible_and_fits(page: Page, pages):
    page.goto(pages[0])
    page.get_by_label("E-mail").fill("ada@nordwind.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert looking.faults(page, pages) == []

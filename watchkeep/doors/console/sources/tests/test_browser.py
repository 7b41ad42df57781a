"""The pages of where people come from in a real browser: axe finds nothing, and nothing sticks out at 360 px."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from testing import make
from testing.makers.estate import PASSWORD
from watchkeep.estate.people import life
from watchkeep.estate.people.models import SyncRun
from watchkeep.kernel import clock

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DIFFERENCES = [
    ["leaver", "Eva Lund", "is disabled there"], ["leaver", "Bo Berg", "is not there any more"],
    ["new", "Cleo Maria Fernandez y Gutierrez", "cleo.maria.fernandez@nordwind.example"],
    ["changed", "Dan Wu", "telephone: none → +49 30 1234"], ["group", "operations", "+2 -1"],
    ["refused", "Printer", "has no mail address"],
]  # fmt: skip


@pytest.fixture
def pages(live_server):
    """Every kind of page, with something on each."""
    make.person("Ada", roles=("administrator",), email="ada@nordwind.example")
    by, agent = make.actor(make.admin()), make.builtin_roles().get(slug="agent")
    house = make.source("oidc", name="Keycloak of Nordwind", domains=["nordwind.example"])
    life.map_group(house, by=by, group="realm-operations", role=agent)
    life.map_group(house, by=by, group="realm-operations", team=make.team("Operations"))
    lines = ["Its mark for this person: 8f2c-11", "They would get a new account."]
    life.keep_trial(house, is_good=True, lines=lines)
    saml, scim = (
        make.source("saml", name="Entra", is_active=False),
        make.source("scim", name="Entra, who comes and goes"),
    )
    ldap = make.source("ldap", name="Directory", most_leavers=1)
    life.note_answer(ldap, "ldap.nordwind.example cannot be reached", is_good=False)
    make.identity(make.bo(), house)
    began = clock.now() - timedelta(seconds=9)
    counts = {"leaver": 2, "new": 1, "changed": 1, "group": 1, "refused": 1}
    runs = [
        SyncRun.objects.create(
            source=ldap, outcome=outcome, counts=counts, differences=DIFFERENCES, started_at=began, ended_at=clock.now()
        )
        for outcome in ("done", "failed", "held")
    ]
    at = f"http://localhost:{urlsplit(live_server.url).port}"
    paths = [
        "/settings/identity", *(f"/settings/identity/{one.pk}" for one in (house, saml, scim, ldap)),
        *(f"/settings/identity/add/{kind}" for kind in ("oidc", "saml", "ldap", "scim")),
        f"/settings/identity/{house.pk}/lines/add", f"/settings/identity/runs/{runs[-1].pk}",
        f"/settings/identity/{scim.pk}/key", f"/people/{make.bo().pk}", "/settings/audit/sources",
    ]  # fmt: skip
    return [f"{at}{path}" for path in paths]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_every_page_is_accessible_and_fits(browser, pages, scheme, width):
    page = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}).new_page()
    page.goto(pages[0])
    looked = [_wrong(page, "login", scheme)]
    page.get_by_label("E-mail").fill("ada@nordwind.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    for number, address in enumerate(pages if width < 500 else pages[1:5]):
        page.goto(address)
        looked.append(_wrong(page, f"{number:02}", scheme))
    page.goto(pages[-3])
    page.get_by_role("button", name="Make it").click()
    looked.append(_wrong(page, "key", scheme))
    assert [one for one in looked if one] == []


def _wrong(page, name, scheme):
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}-{scheme}.png"), full_page=True)
    found = Axe().run(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        return page.url, "sticks out"
    return (page.url, [rule["id"] for rule in found.response["violations"]]) if found.violations_count else None

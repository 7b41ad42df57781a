"""The pages of where people come from in a real browser: axe finds nothing, and nothing sticks out at 360 px."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from testing import looking, make
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


def test_every_page_is_accessible_and_fits(page: Page, pages):
    page.goto(pages[0])
    assert looking.faults_here(page) == []
    page.get_by_label("E-mail").fill("ada@nordwind.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert looking.faults(page, pages) == []
    page.goto(pages[-3])
    page.get_by_role("button", name="Make it").click()
    assert looking.faults_here(page) == []

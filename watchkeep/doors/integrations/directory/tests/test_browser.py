"""There and back in a real browser: another site, our cookies, our Content-Security-Policy."""

import shutil
from urllib.parse import urlsplit

import pytest

from testing import make, oidc, saml
from watchkeep.estate.people.models import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("xmlsec1"), reason="the provider needs xmlsec1: apt-get install xmlsec1"),
]
EVA = {"email": "eva@nordwind.example", "email_verified": True, "name": "Eva Lund"}


@pytest.fixture
def home(live_server, settings):
    """Where we are: by another name than the providers, so that browsers take us for another site."""
    settings.OUTGOING_ALLOW = ["127.0.0.0/8"]
    settings.BASE_URL = f"http://localhost:{urlsplit(live_server.url).port}"
    return settings.BASE_URL


def test_by_saml_although_a_post_from_another_site_brings_no_cookie(page, client, home):
    with saml.provider() as there:
        house = make.source(
            "saml", name="Provider", entity_id=f"{there.url}/metadata", sign_on_url=f"{there.url}/sso",
            certificates=there.certificate,
        )  # fmt: skip
        there.know(client.get(f"/sso/{house.key}/metadata").text)
        there.sign_in("eva-1", email=EVA["email"])
        page.goto(f"{home}/login?next=/profile")
        page.get_by_role("link", name="Sign in with Provider").click()
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url(f"{home}/profile")
    assert Person.objects.get(email=EVA["email"]).sessions.count() == 1


def test_by_openid_connect(page, home):
    with oidc.provider() as there:
        there.knows("eva-1", **EVA)
        page.route("**/*jsdelivr*/**", lambda route: route.abort())  # the provider's page would like a style from there
        make.source("oidc", name="Provider", issuer=there.url, client_id="watchkeep", groups_claim="")
        page.goto(f"{home}/login?next=/profile")
        page.get_by_role("link", name="Sign in with Provider").click()
        page.get_by_placeholder("sub").fill("eva-1")
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url(f"{home}/profile")
    assert page.get_by_label("Name").input_value() == "Eva Lund"

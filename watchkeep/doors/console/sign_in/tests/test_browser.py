"""The door in a real browser: password, authenticator app, passkey, and nothing that axe objects to."""

import re
from base64 import b32decode
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Page, expect

from testing import looking, make
from testing.makers.estate import PASSWORD
from watchkeep.estate.people.models import Passkey
from watchkeep.kernel import clock
from watchkeep.kernel.facts import told

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(live_server, settings):
    """The server under a name that passkeys accept."""
    settings.BASE_URL = f"http://localhost:{urlsplit(live_server.url).port}"
    return settings.BASE_URL


def sign_in(page, house, person):
    page.goto(f"{house}/login")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def code(secret, ahead=0):
    return TOTP(b32decode(secret), 6, SHA1(), 30).generate(int(clock.now().timestamp()) + ahead).decode()


def key(page):
    """A security key that the browser believes in."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_app_is_set_up_and_asked_for(page: Page, house):
    ana = make.person("Ana")
    sign_in(page, house, ana)
    expect(page).not_to_have_url(re.compile("login"))
    page.goto(f"{house}/profile/security")
    assert looking.objections(page) == []
    page.get_by_role("link", name="Set up").click()
    assert looking.objections(page) == []
    secret = page.locator("code").inner_text()
    page.get_by_label("Code from the app").fill(code(secret))
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("[data-codes] li")).to_have_count(10)
    assert looking.objections(page) == []
    page.context.clear_cookies()
    sign_in(page, house, ana)
    expect(page).to_have_url(f"{house}/login/code")
    assert looking.objections(page) == []
    page.get_by_label("Code").fill(code(secret, ahead=30))
    page.get_by_role("button", name="Continue").click()
    expect(page).not_to_have_url(re.compile("login"))
    assert told("person", ana.pk).last().data["proof"] == "password and app"


def test_a_passkey_is_added_and_then_opens_the_door_alone(page: Page, house):
    ana = make.person("Ana")
    key(page)
    sign_in(page, house, ana)
    expect(page).not_to_have_url(re.compile("login"))
    page.goto(f"{house}/profile/security/passkeys/add")
    page.get_by_label("Name").fill("Laptop")
    assert looking.objections(page) == []
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.locator("[data-codes] li")).to_have_count(10)
    assert Passkey.objects.get().name == "Laptop"
    page.context.clear_cookies()
    page.goto(f"{house}/login")
    assert looking.objections(page) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).not_to_have_url(re.compile("login"))
    assert told("person", ana.pk).last().data["proof"] == "passkey"


def test_without_scripts_the_password_still_opens(browser, house):
    ana = make.person("Ana")
    page = browser.new_context(java_script_enabled=False).new_page()
    sign_in(page, house, ana)
    page.goto(f"{house}/profile/security")
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()

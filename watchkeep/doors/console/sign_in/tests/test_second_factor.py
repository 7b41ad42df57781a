"""The second factor as a browser meets it."""

from base64 import b32decode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from testing import make
from testing.makers.estate import PASSWORD
from watchkeep.estate.people import life
from watchkeep.kernel import clock
from watchkeep.kernel.facts import told

NOON = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)


def code(secret):
    return TOTP(b32decode(secret), 6, SHA1(), 30).generate(int(clock.now().timestamp())).decode()


@pytest.fixture
def secret():
    ana = make.ana()
    with clock.frozen(NOON):
        secret, _uri = life.add_totp(ana, by=make.actor(ana))
        life.confirm_totp(ana, by=make.actor(ana), code=code(secret), address="192.0.2.1")
    return secret


def half_in(client, **more):
    return client.post("/login", {"email": make.ana().email, "password": PASSWORD, **more})


def test_the_password_alone_lets_nobody_in(client, secret):
    assert half_in(client, next="/people")["Location"] == "/login/code"
    assert client.get("/profile")["Location"].startswith("/login")
    with clock.travel(minutes=1):
        assert client.post("/login/code", {"code": code(secret)})["Location"] == "/people"
    assert client.get("/profile").status_code == 200
    assert told("person", make.ana().pk).last().data["proof"] == "password and app"


def test_a_wrong_code_is_said_on_the_form(client, secret):
    half_in(client)
    answer = client.post("/login/code", {"code": "000000"})
    assert answer.status_code == 422
    assert b"does not fit" in answer.content


def test_half_in_lasts_ten_minutes(client, secret):
    half_in(client)
    with clock.travel(minutes=11):
        assert client.post("/login/code", {"code": code(secret)})["Location"] == "/login"


def test_the_code_page_is_nothing_without_the_password(client):
    assert client.get("/login/code")["Location"] == "/login"


def test_a_role_may_ask_for_it_and_then_nothing_else_opens(client):
    ana = make.ana()
    ana.roles.update(needs_second_factor=True)
    half_in(client)
    assert client.get("/people")["Location"] == "/profile/security"
    assert b"needs a second factor" in client.get("/profile/security").content
    assert client.get("/profile/tokens")["Location"] == "/profile/security"
    assert client.get("/api/v1/people").status_code == 403
    page = client.get("/profile/security/app")
    shown = page.context["secret"]
    client.post("/profile/security/app", {"code": code(shown)})
    codes = client.get("/profile/security/codes")
    assert len(codes.context["codes"]) == 10
    assert client.get("/people").status_code == 200
    assert client.get("/api/v1/people").status_code == 200
    assert client.get("/profile/security/codes").status_code == 302


def test_it_goes_only_with_the_password(client, secret):
    half_in(client)
    with clock.travel(minutes=1):
        client.post("/login/code", {"code": code(secret)})
    assert client.post("/profile/security/app/remove", {"password": "wrong"}).status_code == 422
    assert client.post("/profile/security/app/remove", {"password": PASSWORD}).status_code == 302
    assert told("person", make.ana().pk).last().kind == "person.factor_removed"

"""The pages on oneself."""

import pytest

from testing import make
from testing.makers.estate import PASSWORD
from watchkeep.estate.people import queries
from watchkeep.estate.people.models import ApiToken


@pytest.fixture
def ana(client):
    client.post("/login", {"email": make.ana().email, "password": PASSWORD})
    return make.ana()


def test_name_and_zone_are_ones_own(client, ana):
    assert client.post("/profile", {"name": "Ana Lund", "time_zone": "Asia/Tokyo", "phone": ""}).status_code == 302
    ana.refresh_from_db()
    assert (ana.name, ana.time_zone) == ("Ana Lund", "Asia/Tokyo")
    assert client.post("/profile", {"name": "", "time_zone": "Mars/Olympus"}).status_code == 422


def test_a_new_password_keeps_this_session_and_ends_the_others(client, ana):
    other = type(client)()
    other.post("/login", {"email": ana.email, "password": PASSWORD})
    fresh = {"old": PASSWORD, "password": "seven lamps over the harbour"}
    assert client.post("/profile/security/password", fresh).status_code == 302
    assert client.get("/profile").status_code == 200
    assert other.get("/profile").status_code == 302


def test_sessions_are_seen_and_ended(client, ana):
    other = type(client)(
        headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"}
    )
    other.post("/login", {"email": ana.email, "password": PASSWORD})
    assert b"Firefox on Linux" in client.get("/profile/security").content
    client.post(f"/profile/security/sessions/{other.session.session_key}/end")
    assert other.get("/profile").status_code == 302
    assert client.get("/profile").status_code == 200


def test_nobody_ends_somebody_elses(client, ana):
    other = type(client)()
    other.post("/login", {"email": make.bo().email, "password": PASSWORD})
    assert client.post(f"/profile/security/sessions/{other.session.session_key}/end").status_code == 404
    assert other.get("/profile").status_code == 200


def test_a_token_is_shown_once(client, ana):
    client.post("/profile/tokens/new", {"name": "script", "days": "30", "scopes": ["ticket.see"]})
    page = client.get("/profile/tokens")
    plain = page.context["fresh"]["plain"]
    assert queries.actor_for_token(plain).person == ana.pk
    assert plain.encode() in page.content
    assert plain.encode() not in client.get("/profile/tokens").content
    client.post(f"/profile/tokens/{ApiToken.objects.get().pk}/revoke")
    assert queries.actor_for_token(plain) is None


def test_a_token_needs_something_to_do_and_no_more_than_i_may(client, ana):
    assert client.post("/profile/tokens/new", {"name": "script", "days": "30"}).status_code == 422
    wide = {"name": "script", "days": "30", "scopes": ["role.manage"]}
    assert client.post("/profile/tokens/new", wide).status_code == 422


def test_somebody_elses_token_is_not_found(client, ana):
    token = ApiToken.objects.create(person=make.bo(), name="his", digest=b"x" * 32)
    assert client.post(f"/profile/tokens/{token.pk}/revoke").status_code == 404

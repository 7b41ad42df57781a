"""The door as a browser meets it."""

import re
import runpy
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client, override_settings

from testing import make
from testing.harness import run_later, told
from testing.makers.estate import PASSWORD
from watchkeep import config
from watchkeep.estate.people import life
from watchkeep.estate.people.models import Session

PAGES = ["/profile", "/people", "/services", "/settings", "/settings/audit", "/settings/jobs"]


def log_in(client, person, password=PASSWORD, **more):
    return client.post("/login", {"email": person.email, "password": password, **more})


def test_the_right_password_leads_to_the_page_that_was_wanted(client):
    answer = log_in(client, make.ana(), next="/people?role=agent")
    assert (answer.status_code, answer["Location"]) == (302, "/people?role=agent")
    assert told("person", make.ana().pk) == ["person.logged_in"]


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_nobody_is_led_elsewhere(client, where):
    assert log_in(client, make.ana(), next=where)["Location"] == "/"


def test_a_wrong_password_is_said_on_the_form_and_keeps_the_address(client):
    answer = log_in(client, make.ana(), "wrong")
    assert answer.status_code in {409, 422}
    assert b"do not belong together" in answer.content
    assert make.ana().email.encode() in answer.content
    assert b"wrong" not in re.findall(rb'name="password"[^>]*', answer.content)[0]


def test_too_many_failures_are_said_in_words(client):
    for _ in range(5):
        log_in(client, make.ana(), "wrong")
    answer = log_in(client, make.ana())
    assert answer.status_code == 429
    assert b"Too many attempts" in answer.content
    assert "_auth_user_id" not in client.session


def test_a_session_is_a_new_one_and_knows_its_owner(client):
    client.get("/login")
    client.post("/login/passkey/options")
    before = client.session.session_key
    log_in(client, make.ana())
    row = Session.objects.get(pk=client.session.session_key)
    assert row.pk != before
    assert (row.person, row.address) == (make.ana(), "127.0.0.1")
    assert not Session.objects.filter(pk=before).exists()


def test_forms_without_their_token_are_refused():
    strict = Client(enforce_csrf_checks=True)
    assert log_in(strict, make.ana()).status_code == 403


def test_leaving_ends_the_session(client):
    log_in(client, make.ana())
    client.post("/logout")
    assert client.get("/profile").status_code == 302
    assert told("person", make.ana().pk)[-1] == "person.logged_out"
    assert client.get("/logout").status_code in {302, 405}


def test_a_deactivated_person_is_out_with_the_next_click(client):
    log_in(client, make.ana())
    assert client.get("/profile").status_code == 200
    life.deactivate(make.ana(), by=make.actor(make.admin()))
    assert client.get("/profile")["Location"].startswith("/login")


@pytest.mark.parametrize("page", PAGES)
def test_strangers_to_the_house_are_sent_to_the_door(client, page):
    assert client.get(page)["Location"].startswith("/login?next=")


def test_a_lost_password_comes_back_by_mail(client):
    ana = make.ana()
    assert b"Look at your mail" in client.post("/password", {"email": ana.email}).content
    run_later()
    link = re.search(r"/password/\S+", mail.outbox[0].body).group()
    assert mail.outbox[0].to == [ana.email]
    assert client.get(link).status_code == 200
    assert client.post(link, {"password": "short"}).status_code == 422
    assert client.post(link, {"password": "seven lamps over the harbour"})["Location"] == "/login"
    assert client.get(link).status_code == 410
    assert log_in(client, ana, "seven lamps over the harbour")["Location"] == "/"


def test_asking_for_an_unknown_account_looks_the_same_and_sends_nothing(client):
    known = client.post("/password", {"email": make.ana().email}).content
    unknown = client.post("/password", {"email": "nobody@nordwind.example"}).content
    assert known.replace(b"ana@", b"nobody@").count(b"nobody@") == unknown.count(b"nobody@")
    run_later()
    assert len(mail.outbox) == 1


def test_an_invitation_brings_a_link_for_the_first_password(client):
    cleo = life.invite(
        by=make.actor(make.admin()), email="cleo@nordwind.example", name="Cleo", organisation=make.organisation()
    )
    run_later()
    assert "Your login is cleo@nordwind.example." in mail.outbox[0].body
    link = re.search(r"/password/\S+", mail.outbox[0].body).group()
    client.post(link, {"password": "seven lamps over the harbour"})
    assert log_in(client, cleo, "seven lamps over the harbour").status_code == 302


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"rawId": 5}', b"\xff\xfe", b'"text"'])
def test_junk_in_place_of_a_passkey_is_a_plain_no(client, body):
    client.post("/login/passkey/options")
    answer = client.post("/login/passkey", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_whoever_tries_passkeys_too_often_is_told_when_to_come_back(client):
    answers = []
    for _ in range(6):
        client.post("/login/passkey/options")
        answers.append(client.post("/login/passkey", b"{}", content_type="application/json"))
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "Too many attempts" in answers[-1].json()["error"]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


def test_under_https_cookies_are_for_https_alone_and_browsers_keep_to_it(monkeypatch):
    monkeypatch.setenv("WATCHKEEP_BASE_URL", "https://watch.nordwind.example")
    there = runpy.run_path(str(Path(config.__file__).parent / "settings.py"))
    names = [
        name for name in there if name.startswith("SECURE_") or name.endswith("_SECURE") or name == "ALLOWED_HOSTS"
    ]
    with override_settings(**{name: there[name] for name in names}):
        browser = Client(headers={"host": "watch.nordwind.example", "x-forwarded-proto": "https"})
        door, entered = browser.get("/login"), log_in(browser, make.ana())
        bare = Client(headers={"host": "watch.nordwind.example"}).get("/login")
    assert door["Strict-Transport-Security"] == "max-age=31536000"
    assert door.cookies["csrftoken"]["secure"] is entered.cookies["watchkeep"]["secure"] is True
    assert "Strict-Transport-Security" not in bare


def test_the_door_sets_its_headers(client):
    answer = client.get("/login")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    cookie = log_in(client, make.ana()).cookies["watchkeep"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_forwarded_addresses_are_believed_only_from_our_own_proxies(client, settings):
    spoofed = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7"}
    log_in(client, make.ana())
    client.post("/login", {"email": "x@y.example", "password": "x"}, **spoofed)
    settings.PROXIES = 1
    other = Client()
    other.post("/login", {"email": make.bo().email, "password": PASSWORD}, **spoofed)
    assert Session.objects.get(person=make.bo()).address == "198.51.100.7"
    assert Session.objects.get(person=make.ana()).address == "127.0.0.1"

"""Sessions, second factors and calendar addresses, by a program of one's own."""

from datetime import timedelta

from django.test import Client

from testing import make
from testing.makers.estate import PASSWORD
from watchkeep.estate.people.models import Session, TotpDevice
from watchkeep.kernel import clock
from watchkeep.kernel.facts import told


def session_of(person, key="a" * 32):
    soon = clock.now() + timedelta(days=1)
    return Session.objects.create(person=person, session_key=key, session_data="", expire_date=soon)


def test_a_session_is_seen_without_its_key_and_ended():
    ana = make.ana()
    session_of(ana)
    session_of(make.bo(), "b" * 32)
    program = make.program(ana)
    answer = program.ask("get", "/api/v1/me/sessions")
    [seen] = answer.json()["sessions"]
    assert "a" * 32 not in answer.content.decode()
    assert program.ask("post", f"/api/v1/me/sessions/{'0' * 32}/end").status_code == 404
    assert program.ask("post", f"/api/v1/me/sessions/{seen['id']}/end").status_code == 204
    assert list(Session.objects.values_list("person", flat=True)) == [make.bo().pk]


def test_all_sessions_end_at_once_and_the_token_stays():
    ana = make.ana()
    session_of(ana)
    session_of(ana, "c" * 32)
    program = make.program(ana)
    assert program.ask("post", "/api/v1/me/sessions/end-all").status_code == 204
    assert program.ask("get", "/api/v1/me/sessions").json() == {"sessions": []}


def test_a_second_factor_is_removed_with_the_password_only():
    ana = make.ana()
    TotpDevice.objects.create(person=ana, secret="JBSWY3DPEHPK3PXP", confirmed_at=clock.now())
    program = make.program(ana)
    assert program.ask("get", "/api/v1/me/factors").json()["app_since"]
    wrong = program.ask("post", "/api/v1/me/factors/app/remove", {"password": "wrong"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/password")
    assert program.ask("post", "/api/v1/me/factors/app/remove", {"password": PASSWORD}).json()["app_since"] is None


def test_whoever_guesses_the_password_with_a_token_is_told_to_wait():
    program = make.program(make.ana())
    remove = "/api/v1/me/factors/app/remove"
    answers = [program.ask("post", remove, {"password": "wrong"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert (answers[-1].json()["code"], answers[-1]["Content-Type"]) == ("too_many", "application/problem+json")
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert told("person", make.ana().pk).filter(kind="person.login_failed").count() == 5


def test_a_calendar_address_is_shown_once_and_closed():
    program = make.program(make.ana())
    made = program.ask("post", "/api/v1/me/calendar-feeds", {})
    assert made.status_code == 201
    kept = program.ask("get", f"/api/v1/me/calendar-feeds/{made.json()['id']}")
    assert "address" not in kept.json()
    path = "/" + made.json()["address"].split("/", 3)[3]
    assert Client().get(path).status_code == 200
    assert program.ask("delete", f"/api/v1/me/calendar-feeds/{made.json()['id']}").status_code == 204
    assert Client().get(path).status_code == 404

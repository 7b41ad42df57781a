"""Connections written by programs: their secrets go in and never come out."""

import pytest

from testing import make
from watchkeep.duty.connections import queries
from watchkeep.duty.connections.models import Connection

SECRET = "tok-3n-very-secret"
SETTINGS = {"url": "https://shop.example.org/", "auth": "bearer", "secret": SECRET}


@pytest.fixture
def program():
    return make.program(make.admin())


def test_one_is_added_and_its_secret_is_in_no_answer(program):
    body = {"name": "Shop", "kind": "http", "owner": make.team().pk, "settings": SETTINGS}
    answer = program.ask("post", "/api/v1/connections", body)
    row = Connection.objects.get(name="Shop")
    assert (answer.status_code, SECRET in answer.content.decode()) == (201, False)
    assert queries.settings_for(row).secret == SECRET


def test_what_is_wrong_is_named(program):
    body = {"name": "Shop", "kind": "http", "owner": make.team().pk, "settings": {"url": "ftp://shop"}}
    answer = program.ask("post", "/api/v1/connections", body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/url")


def test_a_secret_stays_unless_it_leads_elsewhere(program):
    row = make.connection(**SETTINGS)
    path = f"/api/v1/connections/{row.pk}"
    assert program.ask("patch", path, {"name": "Other"}, if_match="*").status_code == 200
    row.refresh_from_db()
    assert (row.name, queries.settings_for(row).secret) == ("Other", SECRET)
    moved = {"settings": {"url": "https://elsewhere.example.org/"}}
    assert program.ask("patch", path, moved, if_match="*").status_code == 422

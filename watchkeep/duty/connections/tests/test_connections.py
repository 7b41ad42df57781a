import logging

import pytest
from django.db import connection as database

from testing import make
from testing.machines import web_service
from watchkeep.duty.connections import life, queries
from watchkeep.duty.connections.tests.carrying import carry_out, open_loopback
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.models import FactRow

SECRET = "tok-3n-very-secret"
HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGzT3bU0r2XJcQ4y0x6qg1m9VnH8c1Zk5w7sD2fP4aLq"


def test_secrets_are_not_readable_in_the_database_in_facts_or_in_logs(caplog):
    caplog.set_level(logging.DEBUG)
    open_loopback()
    with web_service(answer=f"Bearer {SECRET}", status=500) as service:
        connection = make.connection(url=service.url)
        run = carry_out(make.action_run(connection=connection, parameters={"path": "x"}))
    life.change_connection(
        connection, by=CLOCK, name="Renamed", owner=connection.owner, given={**connection.settings, "secret": ""}
    )
    with database.cursor() as cursor:
        cursor.execute("SELECT c::text || r::text FROM connections_connection c, connections_actionrun r")
        kept = cursor.fetchone()[0]
    told = "".join(str(row.data) for row in FactRow.objects.all())
    assert [place for place in (kept, told, caplog.text, str(run.__dict__), repr(connection)) if SECRET in place] == []


def test_a_secret_that_is_left_empty_stays():
    connection = make.connection()
    life.change_connection(
        connection, by=CLOCK, name="Renamed", owner=connection.owner, given={"url": connection.hint, "auth": "bearer"}
    )
    connection.refresh_from_db()
    assert (connection.name, queries.settings_for(connection).secret) == ("Renamed", SECRET)


def test_a_secret_does_not_follow_to_another_place():
    connection = make.connection()
    with pytest.raises(Refused) as refusal:
        life.change_connection(
            connection,
            by=CLOCK,
            name="X",
            owner=connection.owner,
            given={"url": "https://elsewhere.example/", "auth": "bearer", "secret": ""},
        )
    assert refusal.value.field == "secret"


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        ("http", {"url": "ftp://x"}, "url"),
        ("http", {"url": "https://a:b@x.example/"}, "url"),
        ("http", {"url": "https://x.example/", "auth": "bearer", "secret": ""}, "secret"),
        ("http", {"url": "https://x.example/", "auth": "header", "header": "A: b", "secret": "long-enough"}, "header"),
        ("http", {"url": "https://x.example/", "auth": "bearer", "secret": "abc"}, "secret"),
        ("ssh", {"host": "db1", "user": "ops", "host_key": "", "key": "x" * 9}, "host_key"),
        ("ssh", {"host": "db1", "user": "ops", "host_key": "trust me", "key": "x" * 9}, "host_key"),
        ("ssh", {"host": "db1", "user": "ops", "host_key": HOST_KEY}, "key"),
        ("ssh", {"host": "db1; rm", "user": "ops", "host_key": HOST_KEY, "key": "x" * 9}, "host"),
        ("sql", {"dsn": "host=/var/run/postgresql dbname=x user=y"}, "dsn"),
        ("sql", {"dsn": "host=a,b dbname=x user=y"}, "dsn"),
        ("sql", {"dsn": "host=a dbname=x user=y passfile=/etc/shadow"}, "dsn"),
        ("ansible", {"folder": "playbooks", "inventory": "hosts"}, "folder"),
        ("ansible", {"folder": "/srv/playbooks", "inventory": "../hosts"}, "inventory"),
        ("telnet", {}, "kind"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_field(kind, given, field):
    with pytest.raises(Refused) as refusal:
        make.connection(kind, **({"auth": "none", "secret": ""} if kind == "http" else {}) | given)
    assert refusal.value.field == field


def test_a_list_shows_where_it_leads_and_no_password():
    connection = make.connection("sql", dsn="postgresql://reader:pass-word@db.example.org/shop")
    assert connection.hint == "reader@db.example.org:5432/shop"


def test_only_those_who_configure_open_and_test_connections():
    bo = make.actor(make.bo())
    with pytest.raises(NotAllowed):
        life.add_connection(by=bo, name="X", kind="http", owner=make.team(), given={"url": "https://x.example"})
    with pytest.raises(NotAllowed):
        life.try_connection(make.connection(), by=bo)


def test_two_connections_cannot_have_one_name():
    make.connection(name="Relay")
    with pytest.raises(Refused) as refusal:
        make.connection(name="Relay")
    assert refusal.value.field == "name"


def test_what_waits_for_a_connection_that_is_paused_fails_when_its_turn_comes():
    connection = make.connection()
    run = make.action_run(connection=connection)
    life.pause_connection(connection, by=CLOCK)
    assert carry_out(run).why == "The connection is paused."

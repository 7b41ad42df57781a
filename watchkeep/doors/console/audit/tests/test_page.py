"""The audit trail: who, what and when, in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client

from testing import make
from watchkeep.doors.console.audit.wording import WORDS
from watchkeep.duty.chat import life as chat
from watchkeep.duty.connections import life as connections
from watchkeep.duty.notify import life as notify
from watchkeep.estate.people import events, life, queries
from watchkeep.insight.detection import life as detection
from watchkeep.kernel import clock
from watchkeep.kernel.facts import kinds, tell
from watchkeep.work.approvals import life as approvals
from watchkeep.work.changes import life as changes

BACKEND = "django.contrib.auth.backends.ModelBackend"
OCTOBER = datetime(2026, 10, 12, 9, 30, tzinfo=UTC)


@pytest.fixture
def udo():
    client = Client()
    client.force_login(make.auditor(), backend=BACKEND)
    return client


def signed_in(person, at, **more):
    with transaction.atomic():
        return tell(events.LoggedIn(record=person.pk, by=f"person:{person.pk}", at=at, **more))


def shown(client, query=""):
    page = client.get(f"/settings/audit{query}")
    assert page.status_code == 200
    return [(line.whom, str(line.words), line.details, line.by) for line in page.context["lines"]]


def test_values_are_said_by_name_and_ids_are_not_said(udo):
    ada, ana, team = make.actor(make.admin()), make.ana(), make.team("Web")
    life.join_team(team, ana, by=ada, is_lead=True)
    life.change_roles(ana, by=ada, roles=[make.builtin_roles().get(slug="manager")])
    life.issue_token(ana, by=make.actor(ana), name="Backup script", scopes=["incident.see"])
    said = shown(udo, f"?who={ana.email}")
    assert ("Ana", "got other roles", "given Manager, taken away Agent", "Ada") in said
    assert ("Ana", "issued a token", "Backup script, for incident.see", "") in said
    assert ("Web", "took somebody in", "Ana, as a lead", "Ada") in shown(udo)


def test_a_sign_in_says_from_where_with_what_and_how(udo):
    signed_in(make.ana(), OCTOBER, address="192.0.2.7", agent="Firefox on Linux", proof="password and app")
    words = "from 192.0.2.7, with Firefox on Linux, by password and authenticator app"
    assert ("Ana", "signed in", words, "") in shown(udo, "?what=person.logged_in")


def test_a_proof_says_by_what(udo):
    ana = make.ana()
    with transaction.atomic():
        tell(events.Proved(record=ana.pk, by=f"person:{ana.pk}", way="sent_code"))
    assert ("Ana", "proved once more who they are", "by a code that was sent to them", "") in shown(udo)


def test_a_day_is_a_day_on_the_readers_clock(udo):
    ana = make.ana()
    for hours in (0, 24, 48):
        signed_in(ana, OCTOBER + timedelta(hours=hours))
    assert len(shown(udo, "?what=person.logged_in&from=2026-10-13&until=2026-10-13")) == 1
    assert len(shown(udo, "?what=person.logged_in&from=2026-10-13&until=2026-10-14")) == 2
    assert len(shown(udo, "?what=person.logged_in&until=2026-10-12")) == 1
    assert shown(udo, "?from=2026-10-20&until=2026-10-21") == []


def test_whoever_is_meant_is_asked_when_a_name_fits_several(udo):
    for name in ("Ana Maria", "Ana Luz"):
        signed_in(make.person(name), OCTOBER)
    page = udo.get("/settings/audit?who=ana+")
    assert ({one.name for one in page.context["asked"].alike}, page.context["lines"]) == ({"Ana Maria", "Ana Luz"}, [])
    assert [line[0] for line in shown(udo, "?who=ana+luz")] == ["Ana Luz"]
    assert "Nobody is called so" in udo.get("/settings/audit?who=zoe").text


@pytest.mark.parametrize("query", ["?from=soon&until=9999-99-99", "?what=no.such", "?person=x", "?person=9"])
def test_what_makes_no_sense_filters_nothing(udo, query):
    signed_in(make.ana(), OCTOBER)
    assert shown(udo, query)


def test_every_kind_that_the_trail_follows_has_words():
    from_areas = {kind for kinds in queries.AREAS.values() for kind in kinds}
    assert from_areas <= set(WORDS) & set(kinds())
    assert {kind for kind, one in kinds().items() if one.stream in queries.STREAMS} <= set(WORDS)


def test_the_database_follows_what_the_trail_names():
    streams = {kind: one.stream for kind, one in kinds().items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind FROM unnest(%s::text[], %s::text[]) AS told (kind, stream)"
            " WHERE facts_is_of_trail(stream, kind)",
            (list(streams), list(streams.values())),
        )
        followed = {kind for (kind,) in cursor.fetchall()}
    alone = {*queries.AREAS["machines"], *queries.AREAS["changes"]}
    assert followed == alone | {kind for kind, stream in streams.items() if stream in queries.STREAMS}


def test_what_changes_for_machines_stands_in_the_trail_by_name_and_without_secrets(udo):
    ada, secret = make.actor(make.admin()), "a-secret-that-nobody-reads"
    integration = make.integration("Prometheus")
    detection.rotate_key(integration, by=ada)
    endpoint, system = make.endpoint(), make.connection()
    renewed = notify.renew_secret(endpoint, by=ada)
    new = {"url": system.settings["url"], "auth": "bearer", "secret": secret}
    connections.change_connection(system, by=ada, name=system.name, owner=system.owner, given=new)
    said = shown(udo, "/machines")
    assert ("Prometheus", "got a new key", "Ada") in {(line[0], line[1], line[3]) for line in said}
    assert (endpoint.name, "has another address, secret or interest", "secret", "Ada") in said
    assert (system.name, "is reached otherwise", "secret", "Ada") in said
    assert (endpoint.name, "hears what happens here", "for incident.*", "Watchkeep") in said
    page = udo.get("/settings/audit/machines").text
    assert [one for one in (secret, renewed) if one in page] == []
    assert {line[0] for line in shown(udo)} >= {"Prometheus", endpoint.name, system.name}


def test_what_is_set_for_a_chat_stands_in_the_trail_without_its_secrets(udo):
    ada, secret, crew = make.actor(make.admin()), "xoxb-that-nobody-reads", make.audience()
    place = chat.save_workspace(by=ada, kind="slack", name="Engineering", token=secret, secret=secret)
    chat.save_workspace(place, by=ada, channel="incidents", token=f"{secret}-2")
    chat.pause(place, by=ada)
    chat.resume(place, by=ada)
    chat.remove_relay(chat.add_relay(place, by=ada, audience=crew, channel="news"), by=ada)
    said = [line[1:3] for line in shown(udo, "/machines") if line[0] == "Engineering"]
    assert said == [
        ("is a chat where an audience is told no longer", f"{crew.name}, news"),
        ("is a chat where an audience is told, too", f"{crew.name}, news"),
        ("is a chat in use again", ""),
        ("is a chat that hears and says nothing for now", ""),
        ("is a chat that was set up or changed", "changed channel, token"),
        ("is a chat that was set up or changed", "changed address, kind, name, secret, token, for the first time"),
    ]
    assert secret not in udo.get("/settings/audit/machines").text


def test_by_which_rules_changes_go_stands_in_the_trail_without_keys(udo):
    ada, now = make.actor(make.admin()), clock.now()
    source, key = changes.add_source(by=ada, name="CI", provider="json")
    changes.set_rules(source, [{"subject": "shop/*", "service": make.shop()}], by=ada)
    renewed = changes.make_source_key(source, by=ada)
    changes.switch_source(source, by=ada)
    approvals.set_up_board(by=ada, name="Change board", chair=make.bo(), members=[make.bo()], quorum=1)
    stage = {"name": "Lead", "approvers": [{"who": "person", "id": make.bo().pk}], "need": "any"}
    policy = changes.add_policy(by=ada, name="All of it", stages=[stage])
    changes.remove_policy(policy, by=ada)
    freeze = changes.declare_freeze(
        by=ada, name="Season", reason="Busy", starts_at=now, ends_at=now + timedelta(days=2), services=[make.shop()]
    )  # fmt: skip
    change = make.change("waiting")
    changes.let_through(freeze, change, by=ada, reason="It is small")
    changes.lift_freeze(freeze, by=ada)
    changes.watch(by=ada, cls=make.item_class(), attributes=["software"])
    said = {line[:2]: line[2] for line in shown(udo, "/changes")}
    assert said[("CI", "is a pipeline that was switched")] == "off"
    assert said[("CI", "is a pipeline that is read otherwise")] == "rules"
    assert ("CI", "is a pipeline that got a new key") in said
    assert ("Change board", "is a board that was set up or edited") in said
    assert said[("All of it", "is a policy of approval that is gone")] == ""
    assert ("Season", "is a freeze that holds no longer") in said
    assert said[(str(change.ticket), "was let through a freeze")] == "Season, because It is small"
    assert any("watched for drift" in words and "software" in said[whom, words] for whom, words in said)
    page = udo.get("/settings/audit/changes").text
    assert [one for one in (key, renewed) if one in page] == []


def test_a_long_trail_costs_no_more_queries_than_a_short_one(udo, django_assert_max_num_queries):
    ada = make.actor(make.admin())
    for number in range(20):
        somebody = make.person(f"Somebody {number}")
        signed_in(somebody, OCTOBER)
        life.join_team(make.team(f"Team {number}"), somebody, by=ada)
        life.change_roles(somebody, by=ada, roles=[make.builtin_roles().get(slug="auditor")])
    udo.get("/settings/audit")
    with django_assert_max_num_queries(10):
        udo.get("/settings/audit")


def test_the_newest_of_the_trail_are_found_by_its_own_index():
    sql, values = queries.audit()[:50].query.sql_with_params()
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", values)
        assert "at_id_idx" in "\n".join(line for (line,) in cursor.fetchall())

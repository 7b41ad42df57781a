"""The feed of facts over the API: narrowed by whom and when, and served by an index."""

from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from testing import make
from watchkeep.estate.people import events
from watchkeep.kernel.facts import settled, tell

NOON = datetime(2026, 10, 12, 12, tzinfo=UTC)


def told(by, at):
    with transaction.atomic():
        return tell(events.SessionEnded(record=1, by=by, at=at)).id


def test_facts_are_narrowed_by_whom_and_when():
    mine, later, other = told("person:7", NOON), told("person:7", NOON + timedelta(hours=2)), told("token:3", NOON)
    program = make.program()

    def asked(**given):
        answer = program.ask("get", "facts", given)
        assert answer.status_code == 200, answer.content
        return [one["id"] for one in answer.json()["items"] if one["id"] >= mine]

    assert asked(by="person:7") == [mine, later]
    assert asked(by="person:7", since="2026-10-12T13:00:00Z") == [later]
    assert asked(since="2026-10-12T12:00:00Z", until="2026-10-12T13:00:00Z") == [mine, other]
    assert asked(by="person:7", after=mine) == [later]
    refused = program.ask("get", "facts", {"since": "noon"})
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (422, "since")


def test_who_did_it_and_when_are_found_by_an_index():
    def plan(**wanted):
        sql, values = settled().filter(**wanted).query.sql_with_params()
        with connection.cursor() as cursor, transaction.atomic():
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}", values)
            return "\n".join(line for (line,) in cursor.fetchall())

    assert "by_id_idx" in plan(by="person:7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'facts_of_time'")
        assert "brin (at)" in cursor.fetchone()[0]

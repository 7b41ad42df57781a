"""Statements that are planned once: the same answers as the ORM's, in the caller's transaction, and really kept."""

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DataError
from django.test.utils import CaptureQueriesContext

from watchkeep.kernel import clock, prepared, secrets
from watchkeep.kernel.models import FactRow, KeptAnswer

pytestmark = pytest.mark.django_db
KEPT = "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE '%%planned once%%'"


def test_a_record_is_what_the_orm_reads():
    told = FactRow.objects.create(at=clock.now(), kind="a.b", stream="a", record=7, by="clock", data={"n": [1, None]})
    kept = KeptAnswer.objects.create(actor="ana", key="k", digest=secrets.digest("k"), answer="s3cret", at=clock.now())
    assert prepared.records(FactRow, "record = %(of)s", {"of": 8}) == []
    (found,) = prepared.records(FactRow, "record = %(of)s ORDER BY id LIMIT 2", {"of": 7})
    assert (found, found.data, found.at) == (told, {"n": [1, None]}, told.at)
    (answer,) = prepared.records(KeptAnswer, "digest = %s", [secrets.digest("k")])
    assert (answer, answer.answer) == (kept, "s3cret")
    answer.key = "other"
    answer.save()
    assert KeptAnswer.objects.get().key == "other"


def test_a_statement_is_planned_once_and_counted_each_time():
    with CaptureQueriesContext(connection) as seen:
        for number in range(3):
            assert prepared.rows("SELECT %s::int -- planned once", [number]) == [(number,)]
    assert [one["sql"] for one in seen] == ["SELECT %s::int -- planned once"] * 3
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        assert cursor.fetchall() == [(3,)]
        assert isinstance(cursor.cursor, psycopg.ClientCursor), "Django's own statements are not kept"


def test_it_is_part_of_the_transaction_and_fails_with_it():
    with pytest.raises(DataError), transaction.atomic():
        prepared.rows("INSERT INTO facts_done (fact, reaction, at) VALUES (%s, 'x', now())", [7])
        prepared.rows("SELECT 1 / %s::int", [0])
    assert prepared.rows("SELECT fact FROM facts_done WHERE fact = 7") == []

import threading

import pytest
from django.db import connection

from watchkeep.kernel import clock, idempotency, locks
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.idempotency import Answer


def ask(key="k", digest=b"a", actor="person:1", run=None):
    return idempotency.once(actor=actor, key=key, digest=digest, run=run or (lambda: Answer(status=201, body="{}")))


def never():
    raise AssertionError("it must not run again")


def test_a_repetition_gets_the_first_answer_and_runs_nothing():
    first = ask(run=lambda: Answer(status=201, body='{"id": 1}', headers={"Location": "/x"}))
    again = ask(run=never)
    assert (again.status, again.body, again.headers) == (201, '{"id": 1}', {"Location": "/x"})
    assert (first.is_replay, again.is_replay) == (False, True)


def test_another_request_under_the_same_key_is_refused():
    ask()
    with pytest.raises(idempotency.KeyReused) as refusal:
        ask(digest=b"b", run=never)
    assert refusal.value.field == "Idempotency-Key"


def test_two_people_may_use_the_same_key():
    ask(run=lambda: Answer(status=201, body="ana"))
    assert ask(actor="person:2", run=lambda: Answer(status=201, body="bo")).body == "bo"


def test_what_was_refused_is_not_kept():
    def refuse():
        raise Refused("no")

    with pytest.raises(Refused):
        ask(run=refuse)
    assert ask().is_replay is False


def test_after_a_day_the_key_is_free_again_and_the_answer_is_swept():
    ask()
    with clock.travel(hours=25):
        assert ask().is_replay is False
    with clock.travel(hours=50):
        assert idempotency.forget_old() == 1
        assert idempotency.forget_old() == 0


def test_answers_are_encrypted_where_they_lie():
    ask(run=lambda: Answer(status=201, body="wk_a_key_shown_once"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM kept_answers")
        assert "shown_once" not in cursor.fetchone()[0]


def test_a_second_request_meets_the_first_one_under_way():
    held, asked = threading.Event(), threading.Event()

    def first():
        with locks.only_one("once:person:1:k"):
            held.set()
            asked.wait(10)
        connection.close()

    other = threading.Thread(target=first)
    other.start()
    held.wait(10)
    try:
        with pytest.raises(idempotency.UnderWay):
            ask(run=never)
    finally:
        asked.set()
        other.join()
    assert ask().is_replay is False

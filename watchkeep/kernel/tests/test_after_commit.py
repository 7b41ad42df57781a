import psycopg
import pytest
from django.db import connection, transaction

from watchkeep.kernel import after_commit, live, queue


@pytest.fixture
def ear(transactional_db):
    parameters = {k: v for k, v in connection.get_connection_params().items() if k not in {"cursor_factory", "context"}}
    with psycopg.connect(**parameters, autocommit=True) as line:
        line.execute(f"LISTEN {live.CHANNEL}")
        line.execute(f"LISTEN {queue.WAKE}")
        yield lambda: [(call.channel, call.payload) for call in line.notifies(timeout=0.3)]


def test_what_is_said_twice_is_heard_once_and_after_the_commit(ear):
    with transaction.atomic():
        live.changed("ticket:1", "queue")
        queue.nudge("sla")
        live.changed("ticket:1")
        assert ear() == []
    assert sorted(ear()) == [(live.CHANNEL, "ticket:1 queue"), (queue.WAKE, "sla")]


def test_a_rollback_says_nothing_and_spoils_nothing(ear):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        live.changed("ticket:1")
        1 / 0  # noqa: B018
    with transaction.atomic():
        live.changed("ticket:2")
    assert ear() == [(live.CHANNEL, "ticket:2")]


def test_a_savepoint_rolled_back_keeps_the_outer_word(ear):
    with transaction.atomic():
        live.changed("ticket:1")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            live.changed("ticket:2")
            1 / 0  # noqa: B018
        live.changed("ticket:3")
    assert "ticket:3" in ear()[0][1]


def test_a_long_word_list_is_cut_into_what_postgresql_takes(ear):
    with transaction.atomic():
        after_commit.notify(live.CHANNEL, [f"ticket:{n}" for n in range(3000)])
    heard = ear()
    assert len(heard) > 3
    assert sum(len(payload.split()) for _, payload in heard) == 3000

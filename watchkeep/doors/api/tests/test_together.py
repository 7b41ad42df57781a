"""Requests that are asked for at one moment: opened together, and each answered as if it had come alone."""

import json
from contextlib import contextmanager
from io import BytesIO
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.doors.api import limits
from watchkeep.doors.api.resources.requests import together
from watchkeep.doors.api.resources.requests.together import open_together
from watchkeep.duty.notify.life import deliveries
from watchkeep.kernel import clock
from watchkeep.work.requests import life
from watchkeep.work.requests.models import Request


def call(token, body, **headers):
    """A call as the web server hands it over."""
    said = {"host": "localhost", "content-type": "application/json", "authorization": f"Bearer {token}"}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    named = [(name.encode(), value.encode()) for name, value in said.items()]
    scope = {"type": "http", "method": "POST", "path": "/api/v1/requests", "query_string": b"", "headers": named}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ASGIRequest(scope, BytesIO(raw))


@contextmanager
def fails_to_commit():
    yield
    raise OperationalError("the line is dead")


def wish(name):
    return {"title": name}


def test_each_gets_the_answer_that_it_would_read_afterwards():
    asks = make.form(make.question("size", ask="number"))
    item = make.catalogue_item(form=asks, approval=[make.manager_stage()], about={"service": make.service()})
    program = make.program(make.asker(manager=make.ana()))
    bodies = [wish("A chair"), {"item": item.pk, "answers": {"size": 5}, "quantity": 2}, wish("A table")]
    for answer in open_together([call(program.token, body) for body in bodies]):
        read = program.ask("get", answer.headers["Location"])
        assert (answer.status, answer.headers["ETag"]) == (201, read.headers["ETag"])
        assert json.loads(answer.body) == read.json()


def test_many_cost_as_many_queries_as_few():
    item, tokens = make.catalogue_item(), [make.token(make.asker()) for _ in range(2)]
    bodies = [wish("A chair"), {"item": item.pk}]

    def queries(times):
        deliveries.endpoints_changed()  # whether any program listens is remembered for a second
        with CaptureQueriesContext(connection) as asked:
            assert all(open_together([call(token, body) for token in tokens for body in bodies] * times))
        return len(asked)

    with clock.frozen(clock.now()):  # nothing of what is written once in a while falls due in between
        queries(1)
        assert queries(5) == queries(1)


def test_whoever_has_to_be_told_no_is_left_to_the_view_and_holds_up_nobody():
    asks = make.form(make.question("size", ask="number"))
    item, asker, reader = make.catalogue_item(form=asks), make.token(make.asker()), make.token(scopes=("ticket.see",))
    for one in (
        call("wk_unknown", wish("A chair")),
        call(reader, wish("A chair")),
        call(asker, b"{"),
        call(asker, wish("A chair"), content_type="text/plain"),
        call(asker, wish("A chair"), host="elsewhere.example"),
        call(asker, wish("A chair"), idempotency_key="with space"),
        call(asker, wish("")),
        call(asker, {"title": "A chair", "colour": "red"}),
        call(asker, {"title": "A chair", "requester": make.employee().pk}),
        call(asker, {"title": "A chair", "service": 10**9}),
        call(asker, {"title": "A chair", "follows": "REQ-1"}),
        call(asker, {"item": item.pk, "answers": {"size": "large"}}),
    ):
        none, made = open_together([one, call(asker, wish("A table"))])
        assert (none, made.status) == (None, 201)
    assert {row.ticket.title for row in Request.objects.all()} == {"A table"}


def test_whoever_asks_too_often_is_left_to_the_view(settings):
    limits.forget()
    settings.API_REQUESTS_A_MINUTE = 2
    token = make.token(make.asker())
    assert [bool(one) for one in open_together([call(token, wish("A chair"))] * 3)] == [True, True, False]
    limits.forget()


def test_the_same_key_asks_once_whoever_looks_at_it():
    program = make.program(make.asker())
    first, twin, other = open_together([call(program.token, wish("A chair"), idempotency_key=key) for key in "aab"])
    assert (first.status, twin, other.status) == (201, None, 201)
    assert open_together([call(program.token, wish("A chair"), idempotency_key="a")]) == [None]
    again = program.ask("post", "requests", wish("A chair"), idempotency_key="a")
    assert (again.json(), again.headers["Idempotency-Replayed"]) == (json.loads(first.body), "true")
    reused = program.ask("post", "requests", wish("A table"), idempotency_key="b")
    assert reused.json()["code"] == "idempotency_key_reused"
    assert Request.objects.count() == 2


def test_where_there_is_not_enough_for_all_nothing_has_happened():
    item, token = make.catalogue_item(is_kept=True, most_in_all=1), make.token(make.asker())
    assert open_together([call(token, {"item": item.pk}), call(token, {"item": item.pk})]) == [None, None]
    assert not Request.objects.exists()
    assert open_together([call(token, {"item": item.pk})])[0].status == 201


def test_what_fails_before_the_commit_is_asked_anew_and_what_fails_after_it_never():
    token = make.token(make.asker())
    with patch.object(life, "open_sound", side_effect=OperationalError("waited too long")):
        assert open_together([call(token, wish("A chair"))]) == [None]
    with (
        patch.object(together, "transaction", SimpleNamespace(atomic=fails_to_commit)),
        pytest.raises(OperationalError),
    ):
        open_together([call(token, wish("A chair"))])

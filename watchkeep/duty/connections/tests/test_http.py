import time

import pytest

from testing import make
from testing.machines import web_service
from watchkeep.duty.connections import life
from watchkeep.duty.connections.tests.carrying import carry_out, open_loopback
from watchkeep.kernel.actors import CLOCK

SECRET = "tok-3n-very-secret"


@pytest.fixture
def service():
    open_loopback()
    with web_service() as running:
        yield running


def call(service, connection=None, **parameters):
    to = connection or make.connection(url=service.url)
    run = life.ask_for("http", by=CLOCK, connection=to, parameters=parameters, timeout_seconds=5)
    return carry_out(run)


def test_a_call_reaches_the_service_and_keeps_its_answer(service):
    run = call(service, method="POST", path="jobs?dry=1", body='{"n": 1}', headers={"X-Why": "test"})
    asked = service.asked[0]
    assert (asked.method, asked.path, asked.headers["x-why"]) == ("POST", "/api/jobs?dry=1", "test")
    assert (asked.headers["content-type"], asked.headers["authorization"]) == ("application/json", f"Bearer {SECRET}")
    assert (run.state, run.output, run.result) == ("succeeded", "fine", {"status": 200})


@pytest.mark.parametrize(
    ("given", "header", "value"),
    [
        ({"auth": "none", "secret": ""}, "authorization", None),
        ({"auth": "basic", "user": "ops", "secret": "pass-word"}, "authorization", "Basic b3BzOnBhc3Mtd29yZA=="),
        ({"auth": "header", "header": "X-Api-Key", "secret": "key-value"}, "x-api-key", "key-value"),
    ],
)
def test_each_way_of_saying_who_we_are(service, given, header, value):
    call(service, make.connection(url=service.url, **given))
    assert service.asked[0].headers.get(header) == value


@pytest.mark.parametrize(
    ("status", "expects", "state"), [(404, 0, "failed"), (302, 0, "failed"), (404, 404, "succeeded")]
)
def test_the_status_decides(service, status, expects, state):
    service.status = status
    run = call(service, expects=expects)
    assert (run.state, run.result["status"]) == (state, status)


def test_a_service_that_repeats_our_secret_does_not_spread_it(service):
    service.answer = f"you sent {SECRET}!"
    run = call(service)
    assert (run.output, SECRET in run.sent) == ("you sent •••!", False)


def test_a_service_that_does_not_answer_is_cut_off(service):
    service.wait = 3
    run = life.ask_for("http", by=CLOCK, connection=make.connection(url=service.url), parameters={}, timeout_seconds=1)
    began = time.monotonic()
    assert carry_out(run).state == "timed_out"
    assert time.monotonic() - began < 2.5


def test_our_own_network_is_closed_unless_an_administrator_opens_it():
    with web_service() as service:
        run = call(service)
    assert (run.state, "private network" in run.why, service.asked) == ("failed", True, [])


def test_a_service_that_is_not_there_is_told_in_words(service):
    assert call(service, make.connection(url="http://127.0.0.1:9/")).why.startswith("Nothing listens there")


def test_an_endless_answer_is_cut(service):
    service.answer = "x" * 300_000
    assert len(call(service).output) < 66_000


def test_a_placeholder_cannot_lead_out_of_the_base(service):
    incident = make.incident(title="..")
    to = make.connection(url=service.url)
    parameters = {"path": "{{ incident.title }}/admin"}
    run = carry_out(life.ask_for("http", by=CLOCK, connection=to, parameters=parameters, ticket_id=incident.pk))
    assert (run.state, service.asked) == ("failed", [])


def test_undoing_sends_the_second_request_with_the_first_one_s_values(service):
    incident = make.incident(title="Checkout")
    to = make.connection(url=service.url)
    parameters = {"method": "PUT", "path": "drain/{{ incident.title }}", "undo_path": "drain/{{ incident.title }}"}
    run = carry_out(life.ask_for("http", by=CLOCK, connection=to, parameters=parameters, ticket_id=incident.pk))
    incident.ticket.title = "Renamed"
    incident.ticket.save()
    undoing = life.undo(run, by=CLOCK)
    carry_out(undoing)
    run.refresh_from_db()
    assert [(one.method, one.path) for one in service.asked] == [
        ("PUT", "/api/drain/Checkout"),
        ("DELETE", "/api/drain/Checkout"),
    ]
    assert run.state == "undone"


def test_the_test_button_says_whether_it_answers(service):
    to = make.connection(url=service.url)
    assert carry_out(life.try_connection(to, by=CLOCK)).output == "200 OK"
    to.refresh_from_db()
    assert (to.answered_at is None, to.failing_since) == (False, None)
    service.status = 401
    assert carry_out(life.try_connection(to, by=CLOCK)).why == "401 Unauthorized"
    to.refresh_from_db()
    assert to.failing_since is not None

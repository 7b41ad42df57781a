import pytest

from testing import make
from watchkeep.duty.connections import life
from watchkeep.duty.connections.life import Outcome
from watchkeep.duty.connections.life.carrying import End
from watchkeep.duty.connections.models import ActionRun

QUESTION = {"question": "Is the shop back?", "choices": ["Yes", "No"]}


@pytest.fixture
def mia(client):
    client.force_login(make.manager())
    return client


def finished(outcome=None, **more):
    run = make.action_run(**more)
    life.settle(life.take(), outcome or Outcome(End.SUCCEEDED, output="<b>fine</b>", result={"status": 200}))
    run.refresh_from_db()
    return run


def test_the_log_is_narrowed_by_state_and_action(mia):
    finished()
    make.action_run("wait", parameters={"seconds": 5})
    rows = mia.get("/actions?state=succeeded").content.decode().partition("<main")[2]
    assert (rows.count("data-row>"), "HTTP call" in rows) == (1, True)
    assert mia.get("/actions?action=wait&ticket=none").status_code == 200
    assert mia.get("/actions?state=nonsense&action=nonsense").status_code == 200


def test_a_run_shows_what_was_sent_and_what_came_back_as_text(mia):
    page = mia.get(f"/actions/{finished().pk}").content.decode()
    assert "GET http://127.0.0.1:9/api/status" in page
    assert "&lt;b&gt;fine&lt;/b&gt;" in page


def test_a_run_that_was_interrupted_says_what_to_do(mia):
    run = finished(Outcome(End.FAILED, why="interrupted"))
    assert "look at the system first" in mia.get(f"/actions/{run.pk}").content.decode()


def test_somebody_else_approves_what_was_asked_for(mia):
    run = make.action_run(by=make.actor(make.ana()), needs_approval=True)
    assert "Waits for your approval" in mia.get("/actions").content.decode()
    assert "What would be sent" in mia.get(f"/actions/{run.pk}").content.decode()
    mia.post(f"/actions/{run.pk}/approve")
    run.refresh_from_db()
    assert run.state == "queued"


def test_nobody_is_offered_to_approve_their_own(client):
    mia = make.manager()
    client.force_login(mia)
    run = make.action_run(by=make.actor(mia), needs_approval=True)
    page = client.get(f"/actions/{run.pk}").content.decode()
    assert (f"/actions/{run.pk}/approve" in page, "somebody else has to" in page) == (False, True)
    assert client.post(f"/actions/{run.pk}/approve").status_code == 403


def test_a_refusal_needs_a_reason(mia):
    run = make.action_run(by=make.actor(make.ana()), needs_approval=True)
    assert mia.post(f"/actions/{run.pk}/refuse", {"reason": ""}).status_code == 422
    mia.post(f"/actions/{run.pk}/refuse", {"reason": "Not now"})
    assert "Not now" in mia.get(f"/actions/{run.pk}").content.decode()


def test_a_question_is_answered_on_its_page_and_shown_in_the_incident_room(client):
    client.force_login(make.ana())
    incident = make.incident()
    run = make.action_run("ask", parameters=QUESTION, ticket_id=incident.pk)
    assert "Is the shop back?" in client.get(f"/incidents/{incident.number}").content.decode()
    client.post(f"/actions/{run.pk}/answer", {"choice": "Yes"})
    run.refresh_from_db()
    assert (run.state, run.answer) == ("succeeded", "Yes")


def test_an_action_is_asked_for_from_the_library(client):
    client.force_login(make.ana())
    to, incident = make.connection(), make.incident()
    assert "HTTP call" in client.get("/actions/library").content.decode()
    choices = {"method": "GET", "body_kind": "json", "undo_method": "DELETE", "expects": 0, "timeout_seconds": 9}
    form = choices | {"connection": to.pk, "path": "x", "headers": "X-Why: test", "ticket": incident.number}
    form["is_dry_run"] = "on"
    answer = client.post("/actions/library/http", form)
    run = ActionRun.objects.get()
    assert answer.headers["location"] == f"/actions/{run.pk}"
    assert (run.state, run.sent, run.ticket_id) == (
        "succeeded",
        "GET http://127.0.0.1:9/api/x\nX-Why: test",
        incident.pk,
    )
    wrong = client.post("/actions/library/http", form | {"path": "{{ nobody }}"})
    assert (wrong.status_code, "Nothing is called nobody here" in wrong.content.decode()) == (422, True)
    assert client.post("/actions/library/http", form | {"headers": "no colon"}).status_code == 422
    assert client.post("/actions/library/http", form | {"ticket": "INC-0"}).status_code == 422


@pytest.mark.parametrize("action", ["http", "ssh", "ansible", "sql", "wait", "ask"])
def test_each_action_of_the_library_has_a_form(mia, action):
    assert mia.get(f"/actions/library/{action}").status_code == 200
    assert mia.get("/actions/library/probe").status_code == 404


def test_what_was_done_is_undone_from_its_page(mia):
    run = finished(parameters={"method": "PUT", "path": "x", "undo_path": "x"})
    assert f"/actions/{run.pk}/undo" in mia.get(f"/actions/{run.pk}").content.decode()
    mia.post(f"/actions/{run.pk}/undo")
    assert ActionRun.objects.get(undo_of=run).parameters["method"] == "DELETE"


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(mia, django_assert_max_num_queries):
    to = make.connection()
    for _ in range(30):
        make.action_run(connection=to)
    with django_assert_max_num_queries(14):
        mia.get("/actions")


def test_an_employee_sees_no_run(client):
    client.force_login(make.employee())
    run = make.action_run()
    assert (client.get("/actions").status_code, client.get(f"/actions/{run.pk}").status_code) == (403, 404)
    assert client.post(f"/actions/{run.pk}/cancel").status_code == 404


def test_an_agent_calls_off_what_waits(client):
    client.force_login(make.ana())
    run = make.action_run()
    client.post(f"/actions/{run.pk}/cancel")
    run.refresh_from_db()
    assert run.state == "cancelled"


@pytest.mark.parametrize("address", ["/actions", "/actions/1", "/actions/library", "/actions/library/http"])
def test_a_stranger_must_sign_in(client, address):
    assert client.get(address).status_code == 302

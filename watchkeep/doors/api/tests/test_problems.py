import pytest
from django.test import Client

from testing import make
from watchkeep.doors.api import limits
from watchkeep.kernel import clock


def told(answer, status):
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem.keys() >= {"type", "title", "status", "detail", "instance", "code", "errors"}
    return problem


def test_without_a_token_nobody_knows_who_asks():
    answer = make.Program().ask("get", "me")
    told(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer wk_nonsense", "Bearer ", "Basic YTpi", "nonsense", "Bearer a b"])
def test_a_token_that_opens_nothing_is_told_so(header):
    told(make.Program().ask("get", "me", authorization=header), 401)


def test_a_revoked_an_expired_and_a_leavers_token_open_nothing():
    for token in (
        make.token(revoked_at=clock.now()),
        make.token(expires_at=clock.now()),
        make.token(make.person("Gone", is_active=False)),
    ):
        told(make.Program(token).ask("get", "me"), 401)


def test_an_address_that_does_not_exist():
    told(make.program().ask("get", "nothing/here"), 404)
    told(make.program().ask("get", "teams/999999999"), 404)
    told(make.program().ask("get", "teams/x"), 404)


def test_a_method_that_is_not_taken():
    answer = make.program().ask("put", "me", {})
    told(answer, 405)
    assert answer.headers["Allow"] == "GET"


def test_a_misspelt_filter_does_not_answer_with_everything():
    problem = told(make.program().ask("get", "teams?slugg=x"), 422)
    assert problem["errors"] == [{"detail": "There is no such parameter here.", "parameter": "slugg"}]


def test_a_wrong_value_is_named():
    problem = told(make.program().ask("get", "teams?size=9999"), 422)
    assert problem["errors"][0]["parameter"] == "size"
    problem = told(make.program().ask("get", "teams?cursor=nonsense"), 422)
    assert problem["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize("query", ["slug=%00", "slug=a%00b", "%00=1", "cursor=%00"])
def test_nul_in_a_query_is_refused(query):
    told(make.program().ask("get", f"teams?{query}"), 422)


def test_too_many_requests_are_told_to_wait(settings):
    settings.API_REQUESTS_A_MINUTE = 3
    limits.forget()
    program = make.program()
    answers = [program.ask("get", "me") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    told(answers[-1], 429)
    assert int(answers[-1].headers["Retry-After"]) in range(1, 21)
    limits.forget()


def test_a_fault_of_ours_is_a_problem_without_its_insides(monkeypatch):
    monkeypatch.setattr("watchkeep.doors.api.resources.me.MeOut", None)
    problem = told(make.program().ask("get", "me"), 500)
    assert "NoneType" not in str(problem)


def test_a_browser_needs_the_csrf_token_to_change_anything():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.ana())
    assert browser.get("/api/v1/me").json()["name"] == "Ana"

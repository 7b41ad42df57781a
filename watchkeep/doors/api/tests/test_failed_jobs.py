"""Failed jobs over the API: seen with their reason, and put back."""

from testing import make


def test_what_was_given_up_is_listed_and_put_back():
    program, job = make.program(make.admin()), make.dead_letter(fact=7)
    [found] = program.ask("get", "/api/v1/failed-jobs").json()["items"]
    assert (found["id"], found["fact"], found["attempts"], found["error"]) == (job, 7, 9, "it was not there")
    assert program.ask("post", f"/api/v1/failed-jobs/{job}/retry").status_code == 204
    assert program.ask("get", "/api/v1/failed-jobs").json()["items"] == []
    assert program.ask("post", f"/api/v1/failed-jobs/{job}/retry").status_code == 404

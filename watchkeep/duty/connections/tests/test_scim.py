import json

import pytest

from testing import make
from testing.machines import web_service
from watchkeep.duty.connections import life
from watchkeep.duty.connections.tests.carrying import carry_out, open_loopback
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def application():
    open_loopback()
    with web_service() as running:
        yield running


def answers(application, *people):
    """What the application answers, one request after the other."""
    application.answers = [json.dumps(one) for one in people]


def found(*people):
    return {"totalResults": len(people), "Resources": list(people)}


def change(application, **parameters):
    to = make.connection(url=application.url)
    return carry_out(life.ask_for("scim_user", by=CLOCK, connection=to, parameters=parameters, timeout_seconds=5))


def test_somebody_is_deactivated_and_looked_at_again(application):
    answers(application, found({"id": "7", "active": True}), {}, found({"id": "7", "active": False}))
    run = change(application, act="deactivate", user_name='eva"@nordwind.example')
    look, patch, _ = application.asked
    assert (run.state, run.result) == ("succeeded", {"changed": True, "id": "7"})
    assert "userName+eq+%22eva%5C%22%40nordwind.example%22" in look.path
    assert (patch.method, patch.path) == ("PATCH", "/api/Users/7")
    assert json.loads(patch.body)["Operations"] == [{"op": "replace", "path": "active", "value": False}]


def test_whoever_is_active_already_stays_so(application):
    answers(application, found({"id": "7", "active": True}))
    assert change(application, act="activate", user_name="eva").result["changed"] is False


def test_somebody_new_is_made_only_where_that_is_wished(application):
    answers(application, found())
    assert change(application, act="activate", user_name="eva").why == "Nobody is called eva."
    answers(application, found(), {"id": "8"}, found({"id": "8", "active": True}))
    run = change(application, act="activate", user_name="eva", display_name="Eva Lind")
    assert (run.state, run.result["id"]) == ("succeeded", "8")


@pytest.mark.parametrize("said", ["[]", "no JSON"])
def test_an_answer_that_is_not_scim_fails(application, said):
    application.answer = said
    assert change(application, act="activate", user_name="eva").why == "The answer is not SCIM."


def test_what_was_changed_and_is_not_so_has_failed(application):
    still = found({"id": "7", "active": True})
    answers(application, still, {}, still)
    assert change(application, act="deactivate", user_name="eva").state == "failed"

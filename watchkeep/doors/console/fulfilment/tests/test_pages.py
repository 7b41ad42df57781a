"""How a request comes true, on its page and in the list of those that need a person."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import run_later
from testing.turning import page
from watchkeep.duty.automation.models import Run, RunStep
from watchkeep.duty.fulfilment import life
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.requests.models import Request


@pytest.fixture
def ana():
    client = Client()
    client.force_login(make.admin())
    return client


@pytest.fixture
def item():
    made = make.catalogue_item("A lamp")
    life.set_plan(made, by=CLOCK, procedure=make.procedure(make.doing("fetch"), make.doing("carry"), kind="fulfil"))
    return made


def ordered(item, title="A lamp"):
    request = make.request(item=item, title=title)
    run_later()
    return Request.objects.get(pk=request.pk)


def press(client, step, verb, **given):
    answer = client.post(f"/runs/{step.run_id}/steps/{step.position}/{verb}", {"room": "1", **given})
    assert answer.status_code == 302, verb
    return answer.headers["Location"]


def test_steps_are_done_skipped_and_tried_again_on_the_page_of_the_request(ana, item):
    request = ordered(item)
    at = f"/requests/{request.number}"
    first, second = RunStep.objects.order_by("position")
    assert "is to be done by a person" in page(ana, "/fulfilment")
    assert press(ana, first, "finish") == at
    press(ana, second, "fail", reason="No car")
    shown = page(ana, at)
    assert ("Try again" in shown, "No car" in shown, "took" in shown) == (True, True, True)
    assert "failed." in page(ana, "/fulfilment")
    press(ana, second, "retry")
    press(ana, second, "skip", reason="They fetched it")
    run_later()
    assert Request.objects.get(pk=request.pk).state == "resolved"
    assert "Nothing waits" in page(ana, "/fulfilment")


def test_what_was_taken_back_may_begin_again(ana, item):
    request = ordered(item)
    at = f"/requests/{request.number}"
    ana.post(f"/runs/{Run.objects.get().pk}/undo", {"room": "1"})
    assert "taken back" in page(ana, "/fulfilment")
    assert "Let the plan try again" in page(ana, at)
    assert ana.post(f"{at}/fulfilment/begin").headers["Location"] == at
    assert Run.objects.going().count() == 1
    assert ana.post(f"{at}/fulfilment/begin").status_code == 409
    assert "let the plan try again" in page(ana, at)


def test_a_plan_that_never_began_is_in_the_list_until_somebody_lets_it(ana):
    item = make.catalogue_item("A chair")
    request = ordered(item, "A chair")
    assert "A chair" not in page(ana, "/fulfilment")
    life.set_plan(item, by=CLOCK, procedure=make.procedure(make.doing("carry"), kind="fulfil"))
    assert "has not begun" in page(ana, "/fulfilment")
    assert "Let the plan begin" in page(ana, f"/requests/{request.number}")


def test_who_does_not_work_on_requests_sees_neither(item):
    request, client = ordered(item), Client()
    client.force_login(make.stranger())
    assert client.get("/fulfilment").status_code == 403
    assert client.post(f"/requests/{request.number}/fulfilment/begin").status_code in (403, 404)


def test_the_list_asks_as_many_questions_however_long_it_is(ana, item):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            page(ana, "/fulfilment")
        return len(queries)

    ordered(item)
    asked()
    few = asked()
    for number in range(3):
        ordered(item, f"Lamp {number}")
    assert asked() <= few

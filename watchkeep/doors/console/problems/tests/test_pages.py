from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.turning import page
from watchkeep.insight.reviews import life as reviews
from watchkeep.insight.reviews.models import Action
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.problems import life, queries
from watchkeep.work.problems.models import Problem


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def ana():
    return client_of(make.ana())


def test_a_problem_is_lived_through_from_an_incident_on(ana):
    incident = make.incident(title="Checkout hangs", service=make.service("Shop"))
    assert "Open one from this" in page(ana, f"/incidents/{incident.number}")
    assert ana.post(f"/incidents/{incident.number}/problem").status_code == 302
    problem = Problem.objects.get()
    at = f"/problems/{problem.number}"
    for verb, given in (
        ("investigate", {}),
        ("note", {"body": "The pool is never given back"}),
        ("know", {"workaround": "Restart the pool"}),
        ("begin_fix", {"cause": "A leak", "reference": "CHG-17", "change_link": "https://forge.example/17"}),
        ("resolve", {"fix": "New driver"}),
        ("close", {"verification": "A week of calm"}),
    ):
        assert ana.post(f"{at}/{verb}", given).status_code == 302, verb
    shown = page(ana, at)
    for words in (
        "A week of calm",
        'href="https://forge.example/17"',
        "began the fix CHG-17",
        "The pool is never given back",
        incident.number,
    ):
        assert words in shown


def test_a_known_error_is_offered_in_the_room_of_an_incident_that_looks_like_it(ana):
    shop = make.service("Shop")
    make.problem("Checkout hangs at payment", known=True, service=shop)
    shown = page(ana, f"/incidents/{make.incident(title='Checkout hangs at the payment', service=shop).number}")
    assert "Restart the pool" in shown
    assert "Known error" in shown


def test_suggestions_are_answered(ana):
    for key in ("item:1", "item:2"):
        life.suggest(by=CLOCK, key=key, title=f"Disk {key}", why="Twice", tickets=[make.ticket(), make.ticket()])
    first, second = queries.suggestions()
    assert "May be problems" in page(ana, "/problems")
    assert ana.post(f"/problems/suggestions/{first.pk}/take").status_code == 302
    assert ana.post(f"/problems/suggestions/{second.pk}/dismiss", {"reason": "A test disk"}).status_code == 302
    assert list(queries.suggestions()) == []
    assert Problem.objects.get().source == "recurrence"


def test_strangers_find_nothing(ana):
    problem = make.problem()
    stranger = client_of(make.stranger())
    for path in ("/problems", "/problems/new", f"/problems/{problem.number}", f"/problems/{problem.number}/know"):
        assert stranger.get(path).status_code in {403, 404}, path
        page(ana, path)


def test_the_queue_asks_as_many_questions_however_long_it_is(ana):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            page(ana, "/problems")
        return len(asked)

    make.problem(service=make.service())
    questions()
    few = questions()
    for _ in range(3):
        make.problem(service=make.service())
    assert questions() == few


def test_a_corrective_action_is_opened_on_the_problems_page_which_shows_what_it_proved(ana):
    problem = make.problem()
    due = (clock.now() + timedelta(days=14)).date().isoformat()
    given = {"title": "A larger pool", "type": "prevent", "owner": make.ana().pk, "due_on": due}
    ana.post(f"/problems/{problem.number}/action", given)
    action = Action.objects.get(problem=problem.ticket)
    reviews.complete(action, by=CLOCK, evidence="See the settings")
    assert action.number in page(ana, f"/problems/{problem.number}")
    life.investigate(problem, by=CLOCK)
    life.resolve(problem, by=CLOCK, fix="A larger pool")
    assert f"No recurrence so far after {action.number}" in page(ana, f"/problems/{problem.number}/close")

from datetime import UTC, datetime, timedelta

import pytest

from testing import make
from testing.harness import run_later, sweep
from watchkeep.insight.reviews import jobs, life, queries
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.problems import life as problems
from watchkeep.work.problems import queries as reads

NOON = datetime(2026, 6, 2, 12, tzinfo=UTC)


@pytest.fixture
def fixed():
    """A resolved problem of the pool's fault, and the action against it, done."""
    with clock.frozen(NOON):
        problem = make.problem(fingerprint="pool")
        action = make.action(problem=problem.ticket)
        life.complete(action, by=CLOCK, evidence="The pool is larger")
        problems.investigate(problem, by=CLOCK)
        problems.resolve(problem, by=CLOCK, fix="A larger pool")
    return problem, action


def test_ninety_days_without_a_recurrence_verify_the_fix_and_close_the_problem(fixed):
    problem, action = fixed
    for days, state in ((31, "resolved"), (91, "closed")):
        with clock.frozen(NOON + timedelta(days=days)):
            sweep(jobs.check_watched)
        problem.ticket.refresh_from_db()
        assert problem.ticket.state == state
    problem.refresh_from_db()
    assert action.number in problem.verification
    assert "90" in problem.verification


def test_one_action_that_is_not_done_keeps_it_open(fixed):
    problem, _action = fixed
    with clock.frozen(NOON):
        make.action(problem=problem.ticket, days=200)
    for days in (31, 91):
        with clock.frozen(NOON + timedelta(days=days)):
            sweep(jobs.check_watched)
    problem.ticket.refresh_from_db()
    assert problem.ticket.state == "resolved"


@pytest.mark.parametrize("is_linked", [False, True], ids=["the same fault", "somebody says so"])
def test_a_recurrence_opens_action_and_problem_again(fixed, is_linked):
    problem, action = fixed
    with clock.frozen(NOON + timedelta(days=20)):
        incident = make.incident(fingerprint="" if is_linked else "pool")
        if is_linked:
            problems.link_incident(problem, by=CLOCK, incident=incident.ticket)
        run_later()
        run_later()
    action.refresh_from_db()
    problem.ticket.refresh_from_db()
    assert (action.state, action.recurrences, problem.ticket.state) == ("open", 1, "investigating")
    assert list(queries.effect_on(problem.ticket).actions) == [action]
    assert [one.pk for one in reads.incidents_of(problem, CLOCK)] == [incident.pk]

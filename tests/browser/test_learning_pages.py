"""The pages of plans, runbooks, reviews and problems: accessible, within their frame, also on a telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from testing import looking, make


@pytest.fixture
def paths() -> list[str]:
    """Every kind of page, with something on each."""
    review, problem, task = make.learnt(make.major()), make.problem(known=True), make.preventive_task()
    action, run, plan = make.action(review), make.run(), make.plan(service=make.service("Web shop"))
    room = f"/incidents/{review.incident.number}"
    learning = ["/reviews", f"/reviews/{review.number}", "/corrective-actions", f"/corrective-actions/{action.number}"]
    learning += ["/preventive", "/preventive/new", f"/preventive/{task.number}", "/patterns", "/settings/causes"]
    learning += ["/problems", "/problems/new", f"/problems/{problem.number}"]
    leading = ["/runbooks", f"/runbooks/{run.procedure.slug}", f"/runs/{run.pk}", "/runbooks/ransomware"]
    leading += ["/settings/plans", "/settings/plans/new", f"/settings/plans/{plan.pk}", "/settings/plans/services"]
    leading += ["/settings/response-roles", "/settings/severities", "/settings/severities/1", "/settings/priority"]
    around = [room, f"{room}/response", f"{room}/impact", f"{room}/regulations", f"{room}/regulations/start"]
    around += [f"{room}?part=pinned", f"{room}/runbooks", f"/incidents/{run.ticket.number}", "/settings/regulations"]
    watching = ["/on-call/pageability", "/on-call/absences", "/on-call/load", "/on-call/load/rates", "/on-call/covers"]
    return [*learning, *leading, *around, *watching]


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page], paths: list[str]):
    assert looking.faults(visit("/now", as_=make.admin()), paths) == []

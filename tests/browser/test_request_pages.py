"""The pages of requests and approvals: accessible, within their frame, also on a telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from testing import looking, make
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.approvals import life as approvals
from watchkeep.work.requests import life
from watchkeep.work.tickets import life as tickets


@pytest.fixture
def paths() -> list[str]:
    """Every kind of page, with something on each."""
    ada = make.admin()
    size = make.question("size", "How much do you need, in gigabytes?", ask="number")
    item = make.catalogue_item(form=make.form(size), approval=[make.manager_stage()], price_monthly=9, is_kept=True)
    waiting = make.asked(manager=ada, item=item, answers={"size": 500})
    refused = make.asked(manager=ada, item=item, answers={"size": 5})
    approvals.refuse(make.ballot(refused), by=make.actor(ada), reason="Use the shared one")
    done = make.asked(manager=ada, item=item, answers={"size": 50})
    make.approve(done)
    life.hold(done, by=CLOCK, reason="Which region?", for_requester=True)
    life.resume(done, by=CLOCK)
    life.fulfil(done, by=CLOCK, result="The bucket is yours")
    ballot = make.ballot(waiting)
    twin = make.request("The same storage")
    life.merge(twin, by=CLOCK, into=waiting)
    make.comment(waiting.ticket, body="It comes on Friday")
    tickets.note(waiting.ticket, by=make.actor(ada), body="The budget is tight")
    tickets.link(waiting.ticket, by=make.actor(ada), other=done.ticket)
    make.time_entry(waiting.ticket)
    rooms = [f"/requests/{row.number}" for row in (waiting, refused, done, twin)]
    forms = [f"{rooms[0]}/change", f"{rooms[0]}/refuse", "/requests/new", "/approvals/away"]
    asked = ["/approvals", f"/approvals/{ballot.pk}", f"/approve/{approvals.new_link(ballot, ada)}"]
    return ["/requests", *rooms, *forms, *asked]


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page], paths: list[str]):
    assert looking.faults(visit("/now", as_=make.admin()), paths) == []

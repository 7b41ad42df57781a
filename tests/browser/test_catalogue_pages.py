"""Looking after the catalogue in a real browser: accessible, on a telephone, and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from testing import looking, make
from testing.harness import run_later
from watchkeep.duty.fulfilment import life as fulfilment
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.requests import queries


@pytest.fixture
def item():
    size = make.question("size", "How large?", ask="choice", choices=[{"value": "s", "label": "Small"}])
    more = make.question("more", "What for?", ask="long", required=False, only_if=[{"question": "size", "value": "s"}])
    made = make.catalogue_item("A lamp", form=make.form(size, more), approval=[make.manager_stage()], price_once="9.90")
    plan = make.procedure(make.doing("fetch"), make.doing("carry"), kind="fulfil")
    fulfilment.set_plan(made, by=CLOCK, procedure=plan)
    return made


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page], item):
    request = make.request(item=item, requester=make.asker(manager=make.ana()), answers={"size": "s"})
    make.approve(request)
    run_later()
    at = f"/catalogue/{item.pk}"
    own = ["", "/edit", "/draft", "/draft/questions/more", "/draft/stages/0", "/draft/terms", "/preview", "/compare"]
    paths = ["/catalogue", "/catalogue/shelves", "/fulfilment", f"/requests/{request.number}", f"{at}/pictures"]
    paths += [f"{at}{part}" for part in own]
    assert looking.faults(visit("/now", as_=make.admin()), paths) == []


def test_a_form_is_written_and_tried_without_scripts(visit: Callable[..., Page], item):
    page = visit(f"/catalogue/{item.pk}/draft", as_=make.admin(), scripts=False)
    page.get_by_role("link", name="Add a question").click()
    page.get_by_label("Question", exact=True).fill("Which colour?")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Ask “Which colour?” earlier").click()
    assert [one.name for one in queries.newest(item).questions] == ["size", "which_colour", "more"]
    page.get_by_role("link", name="As they see it").click()
    page.get_by_label("Small").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Which colour?")

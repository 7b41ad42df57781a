"""A day at the desk: search by operators, drafts, who else is here, macros, calls; accessible, and on a telephone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from testing import make

Visit = Callable[..., Page]
KINDS = ({}, {"dark": True}, {"width": 360})
PAGES = (
    "/tickets", "/tickets?q=colour:red", "/tickets/bulk?number=NUMBER&preview=1&add_tags=storm", "RUN", "/macros",
    "/macros/new", "/calls/new", "PROBLEM", "/tickets/NUMBER/macros/MACRO",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(visit: Visit, accessible: Callable[[Page], None], path: str):
    ana = make.ana()
    incident, problem = make.incident(title="Checkout answers 502", requester=make.employee()), make.problem()
    run = make.worked_off(make.bulk_run([incident.ticket, problem.ticket], by=ana))
    make.time_entry(problem.ticket)
    named = {"NUMBER": incident.number, "RUN": f"/tickets/bulk/{run.pk}", "PROBLEM": f"/problems/{problem.number}"}
    for name, value in {**named, "MACRO": str(make.macro().pk)}.items():
        path = path.replace(name, value)
    for kind in KINDS:
        page = visit(path, **kind)
        accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, kind


def test_operators_are_completed_by_keyboard_and_find(visit: Visit):
    make.incident(title="The shop is down", tags=["till"])
    make.incident(title="The lift is stuck")
    page = visit("/tickets")
    page.keyboard.press("/")
    page.keyboard.type("ta", delay=20)
    expect(page.get_by_role("option").first).to_contain_text("tag:")
    page.keyboard.press("Tab")
    page.keyboard.type("till")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The shop is down")).to_be_visible()
    expect(page.get_by_text("The lift is stuck")).to_have_count(0)


def test_a_draft_survives_and_others_see_who_types(visit: Visit):
    incident, bo = make.incident(title="Checkout answers 502"), make.bo()
    address = f"/incidents/{incident.number}"
    page, other = visit(address), visit(address, as_=bo)
    expect(page.locator("#here")).to_contain_text(f"{bo.name} is looking at this")
    other.get_by_label("What do you want to say?").press_sequentially("Half a thought", delay=20)
    expect(page.locator("#here")).to_contain_text(f"{bo.name} is typing")
    expect(other.get_by_text("Draft kept")).to_be_visible()
    elsewhere = visit(address, as_=bo)
    expect(elsewhere.get_by_label("What do you want to say?")).to_have_value("Half a thought")


def test_a_call_is_noted_down_in_three_keys(visit: Visit):
    caller = make.employee()
    page = visit("/tickets")
    for key in ("n", "p"):
        page.keyboard.press(key)
    page.get_by_label("Who, and what they say").fill(f"{caller.name}: cannot log in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("cannot log in")


def test_a_macro_is_two_keys_away(visit: Visit):
    incident, macro = make.incident(requester=make.employee()), make.macro()
    page = visit(f"/incidents/{incident.number}")
    page.keyboard.press("q")
    page.get_by_role("link", name=macro.name).click()
    page.get_by_role("button", name="Send and apply").click()
    expect(page.locator("#story")).to_contain_text("please send us the log")

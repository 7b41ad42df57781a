"""A day at the desk: search by operators, drafts, who else is here, macros, calls; accessible, and on a telephone."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from testing import looking, make

Visit = Callable[..., Page]


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Visit):
    ana = make.ana()
    incident, problem = make.incident(title="Checkout answers 502", requester=make.employee()), make.problem()
    run = make.worked_off(make.bulk_run([incident.ticket, problem.ticket], by=ana))
    make.time_entry(problem.ticket)
    ticket = f"/tickets/{incident.number}"
    lists = ["/tickets", "/macros", "/macros/new", "/calls/new"]
    bulk = f"/tickets/bulk?number={incident.number}&preview=1&add_tags=storm"
    ones = [bulk, f"/tickets/bulk/{run.pk}", f"/problems/{problem.number}", f"{ticket}/macros/{make.macro().pk}"]
    page = visit("/now")
    assert looking.faults(page, [*lists, *ones]) == []
    page.goto("/tickets?q=colour:red")
    assert looking.faults_here(page) == []


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

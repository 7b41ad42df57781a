"""Everything can be reached without a mouse, and most of it with one key."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from testing import make

Visit = Callable[..., Page]


def test_j_k_and_enter_walk_through_the_queue(visit: Visit):
    make.incident(title="First")
    make.incident(title="Second")
    page = visit("/incidents")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("Second")
    page.keyboard.press("j")
    expect(page.locator(":focus")).to_have_text("First")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Second")


def test_x_selects_and_b_leads_to_the_preview(visit: Visit):
    make.incident(title="First")
    make.incident(title="Second")
    page = visit("/incidents")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.keyboard.press("b")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change 2 tickets")


def test_shift_selects_a_stretch(visit: Visit):
    for number in range(4):
        make.incident(title=f"Number {number}")
    page = visit("/incidents")
    boxes = page.locator(".row-check input[name=number]")
    boxes.nth(0).click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("[data-bulk-count]")).to_have_text("4")
    page.locator("[data-select-none]").click()
    expect(page.locator("[data-bulk]")).to_be_hidden()


def test_e_resolves_in_a_dialog_and_says_what_is_missing(visit: Visit):
    incident = make.incident("in_progress", by=make.ana())
    page = visit(f"/incidents/{incident.number}")
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog", name="Resolve")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_label("What was done")).to_be_focused()
    dialog.get_by_label("What was done").fill("   ")
    dialog.get_by_role("button", name="Resolve").click()
    expect(dialog).to_contain_text("This field is required")
    dialog.get_by_label("What was done").fill("Restarted the relay")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".room-head")).to_contain_text("Resolved")
    expect(page.get_by_text("Resolved.", exact=True)).to_be_visible()


def test_escape_leaves_a_dialog_and_the_page_is_where_it_was(visit: Visit):
    incident = make.incident("in_progress", by=make.ana())
    page = visit(f"/incidents/{incident.number}")
    page.keyboard.press("a")
    expect(page.get_by_role("dialog", name="Assign")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Assign")).to_be_hidden()
    assert page.url.endswith(incident.number)


def test_y_acknowledges_at_once(visit: Visit):
    incident = make.incident()
    page = visit(f"/incidents/{incident.number}")
    page.keyboard.press("y")
    expect(page.locator(".room-head")).to_contain_text("In progress")


def test_c_writes_and_control_enter_sends(visit: Visit):
    incident = make.incident("in_progress", by=make.ana())
    page = visit(f"/incidents/{incident.number}")
    page.keyboard.press("c")
    page.keyboard.type("y e r ? are only letters here")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".speech.is-note")).to_contain_text("are only letters here")


def test_g_leads_to_places(visit: Visit):
    page = visit("/now")
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", level=1)).to_have_text("Incidents")


def test_the_help_lists_the_keys_of_this_page_and_can_switch_them_off(visit: Visit):
    incident = make.incident()
    page = visit(f"/incidents/{incident.number}")
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_).to_contain_text("Acknowledge")
    help_.get_by_label("Single keys are on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("y")
    expect(page.locator(".room-head")).to_contain_text("New")


def test_tab_begins_with_a_way_to_the_content(visit: Visit):
    page = visit("/now")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


class TestPalette:
    def test_it_finds_a_record_by_its_number(self, visit: Visit):
        incident = make.incident(title="Checkout answers 502")
        page = visit("/now")
        page.keyboard.press("Control+k")
        page.keyboard.type(incident.number.lower())
        expect(page.locator("#palette-list [role=option]").first).to_contain_text("Checkout answers 502")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Checkout answers 502")

    def test_it_does_what_the_page_can_do(self, visit: Visit):
        incident = make.incident()
        page = visit(f"/incidents/{incident.number}")
        page.keyboard.press("Control+k")
        page.keyboard.type("acknow")
        page.keyboard.press("Enter")
        expect(page.locator(".room-head")).to_contain_text("In progress")

    def test_it_leads_to_places_and_arrows_choose(self, visit: Visit):
        page = visit("/now")
        page.keyboard.press("Control+k")
        page.keyboard.type("i")
        expect(page.locator("#palette-list")).to_have_attribute("aria-busy", "false")
        first = page.get_by_role("option", selected=True).text_content()
        page.keyboard.press("ArrowDown")
        assert page.get_by_role("option", selected=True).text_content() != first

    def test_it_says_that_nothing_matches(self, visit: Visit):
        page = visit("/now")
        page.keyboard.press("Control+k")
        page.keyboard.type("zzzz-nothing")
        expect(page.get_by_text("Nothing matches")).to_be_visible()

    def test_it_is_accessible_while_open(self, visit: Visit, accessible: Callable[[Page], None]):
        make.incident(title="Checkout answers 502")
        page = visit("/incidents")
        page.keyboard.press("Control+k")
        page.keyboard.type("check")
        expect(page.locator("#palette-list [role=option]").first).to_contain_text("Checkout")
        accessible(page)


def test_somebody_is_picked_by_typing(visit: Visit, accessible: Callable[[Page], None]):
    rota, bo = make.schedule(make.ana()), make.bo()
    page = visit(f"/on-call/schedules/{rota.pk}/layers/new", as_=make.manager())
    place, offered = page.get_by_label("Place 1"), page.locator(".offers [role=option]")
    place.press("ArrowDown")
    expect(offered.filter(has_text="Ana")).to_be_visible()
    place.fill("nobody of this name")
    expect(offered).to_have_text(["Nobody is called that."])
    place.press("Escape")
    expect(offered).to_have_count(0)
    place.fill("bo")
    expect(offered).to_have_count(1)
    accessible(page)
    place.press("ArrowDown")
    place.press("Enter")
    expect(place).to_have_value(f"Bo <{bo.email}>")
    expect(offered).to_have_count(0)


def test_a_picker_in_a_dialog_is_not_cut_off_and_escape_leaves_the_dialog_open(visit: Visit):
    incident, bo = make.incident(), make.bo()
    page = visit(f"/incidents/{incident.number}")
    page.keyboard.press("a")
    person = page.locator("#dialog").get_by_label("Person")
    person.fill("bo")
    expect(page.locator(".offers [role=option]")).to_have_count(1)
    person.press("Escape")
    expect(page.locator("#dialog")).to_be_visible()
    person.fill("Bo")
    page.get_by_role("option", name=bo.email).click()
    page.locator("#dialog").get_by_role("button", name="Assign").click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(page.locator("aside, .facts").get_by_text("Bo", exact=True).first).to_be_visible()

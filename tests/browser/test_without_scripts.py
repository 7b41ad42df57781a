"""All that matters works when no script runs."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from testing import make
from watchkeep.work.desk.models import Run

Visit = Callable[..., Page]


def test_an_incident_is_worked_from_new_to_resolved(visit: Visit):
    incident = make.incident(title="The shop is down")
    page = visit("/incidents", scripts=False)
    page.get_by_role("link", name="The shop is down").click()
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.locator(".room-head")).to_contain_text("In progress")
    page.get_by_label("What do you want to say?").fill("It was the relay.")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#story")).to_contain_text("It was the relay.")
    page.get_by_role("link", name="Resolve").click()
    page.get_by_label("What was done").fill("Restarted the relay")
    page.get_by_role("button", name="Resolve").click()
    expect(page.locator(".room-head")).to_contain_text("Resolved")
    assert page.url.endswith(incident.number)


def test_a_reply_and_a_note_cannot_be_mistaken(visit: Visit):
    incident = make.incident(requester=make.employee())
    page = visit(f"/incidents/{incident.number}", scripts=False)
    expect(page.get_by_role("button", name="Save note")).to_be_visible()
    expect(page.get_by_role("button", name="Send reply")).to_be_hidden()
    page.get_by_text("Reply", exact=True).click()
    expect(page.get_by_role("button", name="Save note")).to_be_hidden()
    expect(page.get_by_role("button", name="Send reply")).to_be_visible()
    expect(page.get_by_text("Eve and all watchers read this.")).to_be_visible()


def test_filters_are_applied_with_a_button(visit: Visit):
    make.incident(title="New one")
    make.incident("in_progress", by=make.ana(), title="Old one")
    page = visit("/incidents", scripts=False)
    page.locator("summary", has_text="State").click()
    page.get_by_role("checkbox", name="In progress").check()
    page.locator("details[open]").get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Old one")).to_be_visible()
    expect(page.get_by_text("New one")).to_have_count(0)


def test_several_are_changed_with_a_preview(visit: Visit):
    make.incident(title="First")
    make.incident(title="Second")
    page = visit("/incidents", scripts=False)
    for box in page.locator("input[name=number]").all():
        box.check()
    page.get_by_role("button", name="Change them").click()
    page.get_by_label("Then").select_option("acknowledge")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("2 would change")).to_be_visible()
    page.get_by_role("button", name="Change 2 tickets in the background").click()
    expect(page.get_by_text("0 of 2 are done.")).to_be_visible()
    make.worked_off(Run.objects.get())
    page.reload()
    expect(page.get_by_text("2 of 2 were changed.")).to_be_visible()


def test_somebody_is_picked_by_name_and_of_several_one_is_chosen(visit: Visit):
    make.person("Ina Weber", email="weber@kestrel.example")
    incident = make.incident()
    page = visit(f"/incidents/{incident.number}/assign", scripts=False)
    page.get_by_label("Person").fill("weber")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("Choose who is meant.")).to_be_visible()
    expect(page.get_by_role("radio", name="Ina Weber")).to_be_checked()
    page.get_by_role("button", name="Assign").click()
    expect(page.locator("#content, main").get_by_text("Ina Weber").first).to_be_visible()


def test_an_incident_is_opened_and_the_theme_chosen(visit: Visit):
    page = visit("/incidents/new", scripts=False)
    page.get_by_label("What is broken?").fill("The lift is stuck")
    page.get_by_role("button", name="Open the incident").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The lift is stuck")
    page.get_by_role("button", name="You and your settings").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_on_a_telephone_two_taps_acknowledge_and_two_reassign(visit: Visit):
    incident = make.incident()
    page = visit(f"/incidents/{incident.number}", scripts=False, width=360)
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.locator(".room-head")).to_contain_text("In progress")
    expect(page.locator(".verbs").get_by_role("link", name="Assign")).to_be_in_viewport()

"""What people wrote is not lost, and what they make is made once."""

import re

import pytest

from testing import make
from testing.turning import come, page
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Change

pytestmark = pytest.mark.django_db


def said(html, name):
    return re.search(rf'name="{name}" value="([^"]*)"', html).group(1)


def test_a_form_that_is_sent_again_leads_to_what_was_made():
    ana = come(make.ana())
    told = {"title": "Upgrade the shop", "once": said(page(ana, "/changes/new"), "once")}
    first, again = (ana.post("/changes/new", told) for _time in range(2))
    assert first["Location"] == again["Location"]
    assert "was sent before" in page(ana, again["Location"])
    other = ana.post("/changes/new", told | {"title": "Upgrade the warehouse"})
    assert other["Location"] != first["Location"]
    assert Change.objects.count() == 2
    assert ana.post("/changes/new", told | {"title": ""}).status_code == 422


def test_who_saves_second_sees_both_and_may_save_again():
    ana, change = come(make.ana()), make.change("draft", purpose="As it was")
    at = f"/changes/{change.number}/amend"
    form = page(ana, at)
    life.amend(change, by=CLOCK, purpose="What Bo wrote")
    told = {
        "version": said(form, "version"), "title": change.ticket.title, "initial-title": change.ticket.title,
        "purpose": "What Ana wrote", "initial-purpose": "As it was",
    }  # fmt: skip
    clash = ana.post(at, told)
    html = clash.content.decode()
    assert clash.status_code == 409
    assert "What Ana wrote" in html
    assert "Meanwhile it says: What Bo wrote" in html
    assert said(html, "version") != told["version"]
    assert ana.post(at, told | {"version": said(html, "version")}).status_code == 302
    assert Change.objects.get().ticket.description == "What Ana wrote"


def test_the_palette_finds_pages_and_no_field_cuts_what_is_too_long():
    ana = come(make.ana())
    groups = ana.get("/palette?q=models").json()["groups"]
    assert ["Models of changes"] in [[one["label"] for one in group["items"]] for group in groups]
    answer = ana.post("/changes/new", {"title": "x" * 215})
    assert "at most 200 characters (it has 215)" in answer.content.decode()

"""The panel in the room, and its two buttons."""

import pytest
from django.test import Client

from testing import make
from testing.harness import sweep
from watchkeep.duty.oncall.jobs import page_due
from watchkeep.duty.oncall.models import Page


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def address(page, verb):
    return f"/incidents/{page.escalation.ticket.number}/{verb}"


def room_of(ticket):
    return signed_in(make.bo()).get(f"/incidents/{ticket.number}").content.decode()


def paged():
    return list(Page.objects.order_by("pk").values_list("person__name", flat=True))


def test_the_panel_says_who_was_paged_and_who_is_next():
    page = make.page(make.step(make.ana()), make.step(make.bo()))
    shown = room_of(page.escalation.ticket)
    panel = shown[shown.index("Waiting for an answer") :]
    assert panel.index("Ana") < panel.index("Bo")
    assert "Escalate now" in shown


def test_the_panel_shows_that_nobody_could_be_paged():
    make.admin()
    running = make.escalation(make.step(make.schedule(name="Nights")))
    sweep(page_due)
    shown = room_of(running.ticket)
    assert "Nobody could be paged" in shown
    assert "Nights" in shown


def test_escalating_takes_the_next_step():
    page = make.page(make.step(make.ana()), make.step(make.bo()))
    client = signed_in(make.ana())
    assert client.get(address(page, "escalate")).status_code == 200
    assert client.post(address(page, "escalate"), {"seen": "0.0"}).status_code == 302
    assert paged() == ["Ana", "Bo"]


def test_a_second_one_who_saw_the_same_step_is_told():
    page = make.page(make.step(make.ana()), make.step(make.bo()), make.step(make.person("Cy")))
    client = signed_in(make.ana())
    client.post(address(page, "escalate"), {"seen": "0.0"})
    assert client.post(address(page, "escalate"), {"seen": "0.0"}).status_code == 409
    assert paged() == ["Ana", "Bo"]


def test_somebody_can_be_chosen():
    page = make.page(make.step(make.ana()))
    client = signed_in(make.ana())
    assert client.get(address(page, "page")).status_code == 200
    assert client.post(address(page, "page"), {"person": make.bo().pk}).status_code == 302
    assert paged() == ["Ana", "Bo"]


def test_a_choice_that_cannot_be_paged_stands_on_the_form():
    page = make.page(make.step(make.ana()))
    answer = signed_in(make.ana()).post(address(page, "page"), {"person": make.ana().pk})
    assert answer.status_code == 422
    assert "has just been paged" in answer.content.decode()


@pytest.mark.parametrize("verb", ["escalate", "page"])
def test_a_stranger_finds_nothing(verb):
    page = make.page()
    assert signed_in(make.stranger()).get(address(page, verb)).status_code == 404
    assert Client().get(address(page, verb)).status_code == 302


def test_an_incident_for_which_nobody_was_looked_for_has_nothing_to_escalate():
    ticket = make.ticket()
    assert signed_in(make.ana()).get(f"/incidents/{ticket.number}/escalate").status_code == 404
    assert "Nobody was paged for this" in room_of(ticket)

import re

import pytest

from testing import make
from watchkeep.duty.response import life, queries
from watchkeep.duty.response.models import Plan, Role
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents

HOME = "/settings/plans"


@pytest.fixture
def manager(client):
    client.force_login(make.manager())
    return client


def agent(client, person=None):
    client.force_login(person or make.ana())
    return client


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_list_shows_every_plan_and_explains_a_case(manager):
    shop = make.service("Shop")
    make.plan(name="The shop", service=shop, review_days=1)
    page = text(manager.get(f"{HOME}?service={shop.slug}&severity=1"))
    assert "due within 1 day" in page
    assert "SEV1: everything else stops: due within 5 days" in page


def test_a_plan_is_written_changed_and_removed(manager):
    shop, night, runbook = make.service("Shop"), make.policy(name="Night"), make.procedure(name="Gateway is down")
    given = {"name": "The shop", "service": shop.pk, "severity": 1, "policy": night.pk, "review_days": 3}
    given["runbook"] = runbook.pk
    roles = {"person-commander": make.bo().email, "role-scribe": "none"}
    twice = manager.post(f"{HOME}/new", given | roles | {"role-commander": "none"})
    assert "Choose one or the other." in twice.content.decode()
    manager.post(f"{HOME}/new", given | roles)
    plan = Plan.objects.get(service=shop)
    assert (plan.severity, plan.policy, plan.review_days, plan.public_every_minutes) == (1, night, 3, None)
    assert plan.runbook == runbook
    assert "Runbook Gateway is down The shop" in text(manager.get(f"{HOME}?service={shop.slug}&severity=1"))
    assert [str(one) for one in plan.roles.all()] == ["Commander: Bo", "Scribe: Not needed"]
    assert make.bo().email in manager.get(f"{HOME}/{plan.pk}").content.decode()
    manager.post(f"{HOME}/{plan.pk}", {"name": "The shop", "service": shop.pk, "review_days": 0})
    plan.refresh_from_db()
    assert (plan.severity, plan.policy, plan.review_days, plan.roles.count()) == (None, None, 0, 0)
    manager.post(f"{HOME}/{plan.pk}/remove")
    assert not Plan.objects.filter(service=shop).exists()


def test_a_plan_is_tried_before_it_is_saved(manager):
    shop = make.service("Shop", tier=1)
    given = {"name": "Quick", "service": shop.pk, "severity": 1, "review_days": 2, "role-scribe": "responder"}
    page = text(manager.post(f"{HOME}/new", given | {"try": 1}))
    assert "For SEV1 on Shop" in page
    assert "due within 2 days Quick" in page
    assert "Scribe Whoever answers the page Quick" in page
    assert not Plan.objects.filter(service=shop).exists()


def test_what_the_domain_refuses_stands_on_the_form(manager):
    answer = manager.post(f"{HOME}/new", {"name": "Twice", "severity": 1})
    assert answer.status_code == 409
    assert "is for exactly that already" in text(answer)


def test_every_service_shows_its_closest_plan(manager):
    make.plan(name="The shop", service=make.service("Shop"), severity=2)
    page = text(manager.get(f"{HOME}/services"))
    assert "SEV1: everything else stops The shop SEV3: in business hours" in page


def test_roles_are_named_changed_and_taken_away(manager):
    manager.post("/settings/response-roles/new", {"name": "Liaison", "duties": "Talks.", "position": 40})
    manager.post("/settings/response-roles/liaison", {"name": "Go-between", "duties": "Talks.", "position": 40})
    assert "Go-between" in text(manager.get("/settings/response-roles"))
    manager.post("/settings/response-roles/liaison/remove")
    assert not Role.objects.filter(slug="liaison").exists()
    assert manager.post("/settings/response-roles/commander/remove").status_code == 409


def test_an_agent_reads_plans_and_changes_none(client):
    agent(client)
    plan = Plan.objects.get(severity=1)
    assert "Save" not in text(client.get(f"{HOME}/{plan.pk}"))
    assert client.post(f"{HOME}/{plan.pk}", {"name": "Mine"}).status_code == 403
    assert client.get(f"{HOME}/new").status_code == 403
    assert client.get(f"{HOME}/{plan.pk}/remove").status_code == 403


def test_a_customer_sees_neither_plans_nor_roles(client):
    incident = make.incident(severity=1, requester=make.stranger())
    agent(client, make.stranger())
    assert client.get(HOME).status_code == 403
    assert client.get(f"{HOME}/{Plan.objects.first().pk}").status_code == 404
    assert client.get(f"/incidents/{incident.number}/response").status_code == 404
    assert client.post(f"/incidents/{incident.number}/roles/scribe/take").status_code == 404
    assert "Nobody leads this" not in text(client.get(f"/incidents/{incident.number}"))


def test_a_major_incident_without_a_commander_is_loud_until_somebody_leads(client):
    incident = make.incident(severity=1)
    agent(client)
    assert "Nobody leads this" in text(client.get(f"/incidents/{incident.number}"))
    client.post(f"/incidents/{incident.number}/roles/commander/take", {"seen": ""})
    page = text(client.get(f"/incidents/{incident.number}"))
    assert "Nobody leads this" not in page
    assert "Hand over Commander" in page


def test_a_role_is_handed_over_and_the_page_says_who_was_what(client):
    incident, bo = make.incident(severity=1), make.bo()
    incidents.acknowledge(incident, by=make.actor(make.ana()))
    agent(client)
    give = f"/incidents/{incident.number}/roles/commander/give"
    offered = client.get(give, {"offers-for": "person", "q": "b"}).json()["items"]
    assert [one["name"] for one in offered] == ["Bo"]
    client.post(give, {"person": bo.pk, "seen": make.ana().pk})
    assert queries.standing(incident.pk).commander == bo
    page = text(client.get(f"/incidents/{incident.number}/response"))
    assert re.search(r"Commander .*Ana .+ by answering the page .*Bo .+ now .*was given it", page)
    assert "Commander: Ana → Bo" in text(client.get(f"/incidents/{incident.number}"))


def test_whoever_pressed_second_is_told(client):
    incident = make.incident(severity=1)
    response = queries.standing(incident.pk).response
    life.take(response, make.response_role("commander"), by=make.actor(make.bo()))
    answer = agent(client).post(f"/incidents/{incident.number}/roles/commander/take", {"seen": ""})
    assert answer.status_code == 409
    assert "Bo has it now" in text(answer)


def test_leaving_makes_it_loud_again(client):
    incident = make.incident(severity=1)
    life.take(queries.standing(incident.pk).response, make.response_role("commander"), by=make.actor(make.ana()))
    agent(client).post(f"/incidents/{incident.number}/roles/commander/leave", {"seen": make.ana().pk})
    assert "Nobody leads this" in text(client.get(f"/incidents/{incident.number}"))


def test_a_late_update_stands_above_the_room(client):
    incident = make.incident(severity=1)
    queries.standing(incident.pk).response.cadences.update(due_at=incident.ticket.opened_at)
    page = text(agent(client).get(f"/incidents/{incident.number}"))
    assert "The public update is late" in page
    assert "The internal update is late" in page


def test_a_minor_incident_keeps_the_room_calm(client):
    incident = make.incident(severity=4)
    page = agent(client).get(f"/incidents/{incident.number}").content.decode()
    assert "SEV4: in its turn" in page
    assert "crew-strip" not in page


def test_the_plan_that_was_copied_is_shown_after_it_was_edited(client):
    plan = make.plan(name="The shop", service=(shop := make.service()), demands="Call the provider.")
    incident = make.incident(service=shop)
    life.change_plan(plan, by=CLOCK, service=shop, tier=None, severity=None, demands="Do nothing.")
    page = text(agent(client).get(f"/incidents/{incident.number}/response"))
    assert "Call the provider." in page
    assert "Do nothing." not in page

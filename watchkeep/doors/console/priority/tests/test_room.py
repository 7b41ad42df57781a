"""Priority in the room: what is affected, why, and people's word on it."""

from decimal import Decimal

import pytest

from testing import make
from testing.harness import sweep
from watchkeep.kernel import clock
from watchkeep.work.incidents import jobs, life
from watchkeep.work.incidents.models import Incident


@pytest.fixture
def ana(client):
    client.force_login(make.ana())
    return client


@pytest.fixture
def incident():
    pay = make.service("Payments", tier=4, users_count=60, customers_count=800, value_per_hour=Decimal(120_000))
    return make.incident(service=pay)


@pytest.fixture
def eu():
    return make.service(
        "Checkout EU", tier=4, users_count=0, customers_count=40_200, value_per_hour=Decimal(624_000)
    )  # fmt: skip


def join(incident, service):
    life.hear([life.Heard(incident=incident.pk, services=(service.pk,), by="integration:1")])
    with clock.travel(seconds=5):
        sweep(jobs.reassess_due)


def room(client, incident):
    return client.get(f"/incidents/{incident.number}").content.decode()


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def test_the_strip_shows_customers_and_money_a_minute_and_the_story_says_why_it_rose(ana, incident, eu):
    join(incident, eu)
    page = room(ana, incident)
    for words in ("41,000", "€12,400", "Checkout EU is affected as well", "41,000 customers, was 800"):
        assert words in page


def test_the_figures_open_to_the_services_that_made_them(ana, incident, eu):
    make.service("Shop", needs=(eu,), tier=3, users_count=5, value_per_hour=0, hours=make.hours())
    join(incident, eu)
    page = ana.get(f"/incidents/{incident.number}/impact").content.decode()
    for words in ("Payments", "what broke", "Checkout EU", "joined by an alert", "Shop", "depends on it", "41,000"):
        assert words in page
    assert ana.post(f"/incidents/{incident.number}/affected/{eu.pk}/spare").status_code == 302
    assert "joined by" not in ana.get(f"/incidents/{incident.number}/impact").content.decode()


def test_a_pinned_priority_shows_what_would_follow_to_accept_or_refuse(ana, incident, eu):
    assert ana.post(f"/incidents/{incident.number}/pin", {"reason": "Known"}).status_code == 302
    join(incident, eu)
    assert "room-suggestion" in (page := room(ana, incident))
    assert "P1 would follow" in page
    assert ana.post(f"/incidents/{incident.number}/refuse", {"reason": ""}).status_code == 422
    assert ana.post(f"/incidents/{incident.number}/refuse", {"reason": "Only a test"}).status_code == 302
    assert "room-suggestion" not in room(ana, incident)
    assert "Only a test" in ana.get(f"/incidents/{incident.number}/impact").content.decode()
    ana.post(f"/incidents/{incident.number}/unpin")
    assert not fresh(incident).is_pinned


def test_a_suggestion_is_accepted_with_one_press(ana, incident, eu):
    life.pin(incident, by=make.actor(make.ana()))
    join(incident, eu)
    assert ana.post(f"/incidents/{incident.number}/accept").status_code == 302
    assert fresh(incident).ticket.priority == 1


def test_a_service_is_added_by_hand(ana, incident, eu):
    asked = {"service": eu.pk, "reason": "They called"}
    assert ana.post(f"/incidents/{incident.number}/affect", asked).status_code == 302
    assert "They called" in room(ana, incident)


def test_major_is_declared_by_who_may(ana, client, incident):
    assert ana.post(f"/incidents/{incident.number}/major", {"reason": "All of it"}).status_code == 403
    client.force_login(make.manager())
    assert client.post(f"/incidents/{incident.number}/major", {"reason": "All of it"}).status_code == 302
    assert "declared a major incident" in room(client, incident)
    assert client.post(f"/incidents/{incident.number}/no-major", {"reason": "It is not"}).status_code == 302
    assert not fresh(incident).is_major


def test_a_customer_sees_none_of_it(client, incident):
    client.force_login(make.stranger())
    assert client.get(f"/incidents/{incident.number}/impact").status_code == 404
    eve = make.employee()
    mine = make.incident(by=eve, title="My shop")
    client.force_login(eve)
    assert client.get(f"/incidents/{mine.number}/impact").status_code == 403
    assert "Declare major" not in room(client, mine)

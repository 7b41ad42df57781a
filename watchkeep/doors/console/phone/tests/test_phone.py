import json

import pytest
from django.test import Client

from testing import make
from testing.harness import sweep
from watchkeep.duty.oncall import jobs, queries
from watchkeep.duty.oncall.models import Page
from watchkeep.work.tickets.models import Ticket


@pytest.fixture
def watch(client):
    """Ana is paged for an incident of her team; Bo is on the next step."""
    ana, bo = make.ana(), make.bo()
    service = make.service(owner_team=make.team("Shop", members=(ana, bo)))
    make.policy(make.step(ana), make.step(bo), service=service)
    incident = make.incident(service=service)
    sweep(jobs.page_due)
    client.force_login(ana)
    return incident, ana, bo


def test_one_tap_takes_it(client, watch):
    incident, ana, _ = watch
    page = Page.objects.get()
    home = client.get("/phone").content.decode()
    assert f"/phone/take/{page.pk}" in home
    assert client.post(f"/phone/take/{page.pk}")["Location"] == "/phone"
    ticket = Ticket.objects.get(pk=incident.pk)
    assert (ticket.state, ticket.assignee_id) == ("in_progress", ana.pk)
    assert "Nothing waits for your answer" in client.get("/phone").content.decode()


def test_two_taps_page_the_next_one_and_two_presses_skip_nobody(client, watch):
    incident, _, bo = watch
    address = f"/phone/{incident.number}/escalate"
    assert 'name="seen" value="0.0"' in client.get(address).content.decode()
    for _ in range(2):
        client.post(address, {"seen": "0.0"})
    assert list(Page.objects.order_by("pk").values_list("person", flat=True))[1:] == [bo.pk]


def test_two_taps_give_it_to_a_colleague_who_is_paged(client, watch):
    incident, _, bo = watch
    address = f"/phone/{incident.number}/give"
    assert bo.name in client.get(address).content.decode()
    client.post(address, {"person": bo.pk})
    assert Ticket.objects.get(pk=incident.pk).assignee_id == bo.pk
    assert queries.pages_waiting_for(bo.pk).count() == 1


def test_nobody_gives_it_to_somebody_outside_the_team(client, watch):
    incident, _, _ = watch
    assert client.post(f"/phone/{incident.number}/give", {"person": make.person().pk}).status_code == 404


def test_a_page_of_somebody_else_is_not_mine_to_answer(client, watch):
    page = Page.objects.get()
    client.force_login(watch[2])
    assert client.post(f"/phone/take/{page.pk}").status_code == 404
    page.refresh_from_db()
    assert page.acknowledged_at is None


def test_what_a_browser_needs_to_install_it_is_there_for_everybody():
    stranger = Client()
    manifest = json.loads(stranger.get("/manifest.webmanifest").content)
    assert (manifest["start_url"], manifest["display"]) == ("/phone", "standalone")
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    worker = stranger.get("/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert b"showNotification" in worker.content
    assert stranger.get("/phone/offline").status_code == 200
    assert stranger.get("/phone").status_code == 302

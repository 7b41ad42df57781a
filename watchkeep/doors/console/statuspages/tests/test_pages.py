import re
from datetime import timedelta

import pytest

from testing import make
from testing.harness import run_later
from watchkeep.duty.announcements import life
from watchkeep.duty.announcements.models import Announcement, Component, ComponentGroup, Copy, StatusPage, Update
from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify.models import Delivery
from watchkeep.duty.notify.rules.attempts import Answer
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents

HOME = "/settings/status-pages"


@pytest.fixture
def mia(client):
    client.force_login(make.manager())
    return client


@pytest.fixture
def scene():
    payments = make.service("Payments", needs=(make.service("Database"),))
    checkout = make.component(make.status_page("Kestrel", slug="kestrel"), "Checkout", payments)
    incident = make.incident("in_progress", service=payments.needs.get().depends_on, title="db-01 burns")
    return checkout, incident


def test_a_page_is_made_with_components_and_changed(mia):
    given = {"name": "Kestrel", "slug": "kestrel", "language": "en", "time_zone": "Europe/Berlin", "is_active": "on"}
    given |= {"about_de": "Wie es steht."}
    assert mia.post(f"{HOME}/add", given).status_code == 302
    site = StatusPage.objects.get()
    assert site.translations == {"de": {"about": "Wie es steht."}}
    mia.post(f"{HOME}/{site.pk}/groups/add", {"name": "Shop", "position": 1})
    service = make.service()
    component = {"name": "Checkout", "name_de": "Kasse", "group": ComponentGroup.objects.get().pk, "position": 1}
    mia.post(f"{HOME}/{site.pk}/components/add", component | {"services": [service.pk], "is_active": "on"})
    row = Component.objects.get()
    assert (row.group.name, list(row.services.all()), row.translations["de"]["name"]) == ("Shop", [service], "Kasse")
    mia.post(f"{HOME}/components/{row.pk}/status", {"worth": "degraded_performance"})
    text = mia.get(f"{HOME}/{site.pk}").content.decode()
    assert "Degraded performance" in text
    changed = mia.post(f"{HOME}/{site.pk}/change", given | {"domain": "https://x"})
    assert (changed.status_code, "host name" in changed.content.decode()) == (422, True)


def test_a_late_copy_is_seen_and_written_again(mia, scene):
    copy = Copy.objects.get()
    Copy.objects.update(wanted_at=clock.now() - timedelta(hours=1), due_at=None, error="no route")
    assert "Copy is late" in mia.get(HOME).content.decode()
    assert "no route" in mia.get(f"{HOME}/{copy.page_id}").content.decode()
    mia.post(f"{HOME}/copies/{copy.pk}/again")
    assert Copy.objects.due(clock.now()).exists()


def test_a_bucket_and_a_program_are_added_and_removed(mia, scene):
    site = scene[0].page
    bucket = {"bucket": "status", "access_key": "AKIA", "secret_key": "s3cr3t", "folder": "kestrel"}
    mia.post(f"{HOME}/{site.pk}/copies/add", bucket)
    mia.post(f"{HOME}/{site.pk}/programs/add", {"address": "https://hooks.example/x"})
    text = mia.get(f"{HOME}/{site.pk}").content.decode()
    assert "hooks.example" in text
    assert "s3cr3t" not in text
    mia.post(f"{HOME}/copies/{site.copies.get(kind='s3').pk}/remove")
    mia.post(f"{HOME}/subscribers/{site.subscribers.get().pk}/remove")
    assert (site.copies.count(), site.subscribers.count()) == (1, 0)


def test_a_program_that_was_dropped_stays_on_record(mia, scene):
    page = scene[0].page
    who = life.subscribe_program(page, by=CLOCK, address="https://hooks.example/x")
    make.announcement(scene[0])
    run_later()
    delivery = Delivery.objects.get(outsider=who.outsider)
    notify.settle(notify.take(delivery.lane), Answer.never("410 Gone"))
    text = mia.get(f"{HOME}/{page.pk}").content.decode()
    assert "It said that it is gone. 410 Gone" in " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_room_offers_to_announce_with_what_is_felt_and_nothing_of_ours(mia, scene):
    checkout, incident = scene
    room = mia.get(f"/incidents/{incident.number}").content.decode()
    address = f"/announcements/new?page={checkout.page_id}&amp;incident={incident.number}"
    assert address in room
    form = mia.get(address.replace("&amp;", "&"))
    drawn = form.context["form"]
    assert drawn[f"component_{checkout.pk}"].initial == "partial_outage"
    assert "Checkout: disruption" in drawn["title"].value()
    assert "db-01" not in drawn["title"].value() + drawn["body"].value()
    given = {"title": "Payments fail", "body": "We look.", "phase": "investigating"}
    given[f"component_{checkout.pk}"] = "major_outage"
    mia.post(address.replace("&amp;", "&"), given)
    made = Announcement.objects.get()
    checkout.refresh_from_db()
    assert (made.state, made.ticket_id, checkout.status) == ("investigating", incident.pk, "major_outage")
    assert "Post an update" in mia.get(f"/incidents/{incident.number}").content.decode()


def test_an_agent_leaves_words_that_a_manager_publishes_from_the_room(client, scene):
    checkout, incident = scene
    client.force_login(make.ana())
    given = {"title": "Payments fail", "body": "We look.", "phase": "investigating"}
    given[f"component_{checkout.pk}"] = "major_outage"
    client.post(f"/announcements/new?page={checkout.page_id}&incident={incident.number}", given)
    draft = Update.objects.get()
    assert draft.state == "draft"
    assert "Checkout: Major outage" in client.get(f"/announcements/{draft.announcement_id}").content.decode()
    assert client.post(f"/announcements/updates/{draft.pk}/publish").status_code == 403
    assert "Waits for approval" in client.get("/announcements").content.decode()
    client.post(f"/announcements/updates/{draft.pk}/change", {"body": "We look into it.", "body_de": "Wir suchen."})
    client.force_login(make.manager())
    room = client.get(f"/incidents/{incident.number}").content.decode()
    assert "We look into it." in room
    draft.refresh_from_db()
    publish = f"/announcements/updates/{draft.pk}/publish"
    assert f'name="seen" value="{draft.mark}"' in room
    assert client.post(publish, {"from": "room", "seen": "other words"}).status_code == 409
    answer = client.post(publish, {"from": "room", "seen": draft.mark})
    assert answer.headers["location"] == f"/incidents/{incident.number}"
    draft.refresh_from_db()
    assert (draft.state, draft.translations) == ("published", {"de": {"body": "Wir suchen."}})


def test_when_the_service_is_back_the_room_offers_to_say_so(mia, scene):
    checkout, incident = scene
    make.announcement(checkout, ticket=incident.ticket)
    incidents.restore(incident, by=make.actor(make.ana()))
    run_later()
    draft = Update.objects.get(state="draft")
    assert f"/announcements/updates/{draft.pk}/publish" in mia.get(f"/incidents/{incident.number}").content.decode()


def test_once_it_is_over_no_component_is_said_to_be_down(mia, scene):
    made = make.announcement(scene[0])
    life.post(made, by=CLOCK, phase="resolved", body="It works again.")
    shown = mia.get(f"/announcements/{made.pk}").content.decode()
    assert "Checkout: Operational" in shown
    assert "<div>Checkout</div>" in shown


def test_planned_work_is_announced_moved_and_posted_on(mia, scene):
    checkout = scene[0]
    given = {"title": "New discs", "body": "We work.", "phase": "scheduled"}
    given[f"component_{checkout.pk}"] = "under_maintenance"
    given |= {"scheduled_for": "2036-01-01T10:00", "scheduled_until": "2036-01-01T12:00"}
    mia.post(f"/announcements/new?page={checkout.page_id}&kind=maintenance", given)
    made = Announcement.objects.get()
    later = {"scheduled_for": "2036-01-02T10:00", "scheduled_until": "2036-01-02T12:00"}
    assert mia.post(f"/announcements/{made.pk}/move", later).status_code == 302
    assert mia.post(f"/announcements/{made.pk}/post", {"phase": "in_progress", "body": "Begun."}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.scheduled_for.day) == ("in_progress", 2)
    assert mia.get(f"/announcements/{made.pk}").status_code == 200


def test_a_draft_is_discarded_after_a_question(mia, scene):
    made = make.announcement(scene[0], by=make.actor(make.ana()))
    address = f"/announcements/updates/{made.updates.get().pk}/discard"
    assert mia.get(address).status_code == 200
    mia.post(address)
    made.refresh_from_db()
    assert made.state == "discarded"
    assert mia.post(address).status_code == 404


PLACES = (HOME, f"{HOME}/add", "/announcements", "/announcements/new")


@pytest.mark.parametrize("address", PLACES)
def test_strangers_and_employees_may_not(client, scene, address):
    for somebody in (make.stranger(), make.employee()):
        client.force_login(somebody)
        assert client.get(address).status_code == 403


def test_an_incident_that_the_public_does_not_feel_has_no_panel(mia):
    make.status_page()
    incident = make.incident("in_progress", service=make.service())
    assert "public-part" not in mia.get(f"/incidents/{incident.number}").content.decode()


def test_the_list_costs_the_same_however_long(mia, scene, django_assert_max_num_queries):
    for _ in range(12):
        make.announcement(scene[0])
    with django_assert_max_num_queries(16):
        assert mia.get("/announcements").status_code == 200

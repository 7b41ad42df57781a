import re

import pytest

from testing import make
from testing.harness import run_later
from watchkeep.duty.communications import life
from watchkeep.duty.communications.models import Audience, Message, Subscription, Template, Use
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def shop():
    return make.service("Web shop")


@pytest.fixture
def incident(shop):
    made = make.incident("in_progress", service=shop, severity=1)
    make.ana()
    run_later()
    return made


@pytest.fixture
def ana(client):
    client.force_login(make.ana())
    return client


@pytest.fixture
def manager(client):
    client.force_login(make.manager())
    return client


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def draft(incident, name):
    return Message.objects.get(ticket=incident.pk, audience__name=name)


def test_the_room_shows_what_lies_ready_for_whom_and_who_hears_next(ana, incident):
    page = text(ana.get(f"/incidents/{incident.number}"))
    assert "4 drafts lie ready" in page
    assert "Customers of the service" in page
    assert "Next word" in page


def test_a_draft_shows_who_would_be_told_and_is_edited_and_sent_with_one_press(ana, incident):
    one = draft(incident, "Responsible team")
    page = text(ana.get(f"/messages/{one.pk}"))
    assert "Who would be told now People 1" in page
    answer = ana.post(f"/messages/{one.pk}", {"subject": "Down", "body": "We know.", "next_in": 15, "send": 1})
    assert answer.url == f"/incidents/{incident.number}"
    one.refresh_from_db()
    assert (one.state, one.subject, one.people) == ("sent", "Down", 1)
    assert "Ana told Responsible team (1 people)" in text(ana.get(f"/incidents/{incident.number}"))
    shown = text(ana.get(f"/messages/{one.pk}"))
    assert "Deliveries" in shown
    assert "Responsible team" in text(ana.get(f"/incidents/{incident.number}/messages"))


def test_words_for_the_outside_go_by_two_pairs_of_hands(client, incident, shop):
    life.set_uses(shop, by=CLOCK, organisations=[make.stranger().organisation])
    one = draft(incident, "Customers of the service")
    client.force_login(make.ana())
    client.post(f"/messages/{one.pk}", {"subject": "Checkout is down", "body": "We work on it.", "send": 1})
    assert "Approve and send" not in text(client.get(f"/messages/{one.pk}"))
    client.force_login(make.manager())
    assert "Approve and send" in text(client.get(f"/messages/{one.pk}"))
    client.post(f"/messages/{one.pk}/send")
    one.refresh_from_db()
    assert (one.state, one.approver.name, one.people) == ("sent", "Mia", 1)


def test_words_are_given_back_withdrawn_corrected_and_discarded(manager, incident):
    one = draft(incident, "Customers of the service")
    life.submit(one, by=make.actor(make.ana()))
    manager.post(f"/messages/{one.pk}/return", {"reason": "Too long"})
    assert "Given back Too long" in text(manager.get(f"/messages/{one.pk}"))
    manager.post(f"/messages/{one.pk}/discard")
    team = draft(incident, "Responsible team")
    manager.post(f"/messages/{team.pk}/send")
    manager.post(f"/messages/{team.pk}/withdraw", {"reason": "Wrong"})
    made = manager.post(f"/messages/{team.pk}/correct")
    assert "This corrects an earlier message" in text(manager.get(made.url))


def test_somebody_writes_to_an_audience_by_hand(ana, incident):
    staff = Audience.objects.get(name="All staff")
    page = ana.post(f"/incidents/{incident.number}/messages/write", {"audience": staff.pk, "phase": "update"})
    assert page.url == f"/messages/{draft(incident, 'All staff').pk}"


def test_a_stranger_finds_nothing(client, incident):
    client.force_login(make.stranger())
    one = draft(incident, "Responsible team")
    for path in (f"/messages/{one.pk}", f"/incidents/{incident.number}/messages"):
        assert client.get(path).status_code == 404
    assert client.post(f"/messages/{one.pk}/send").status_code == 404


def test_audiences_are_made_and_changed(manager):
    given = {
        "name": "Press", "kind": "list", "addresses": "press@paper.example", "is_outside": "on", "languages": ["en"],
        "time_zone": "UTC", "from_severity": 1, "is_active": "on",
    }  # fmt: skip
    manager.post("/settings/audiences/add", given)
    press = Audience.objects.get(name="Press")
    assert press.is_outside
    manager.post(f"/settings/audiences/{press.pk}", given | {"name": "The press", "languages": ["de", "en"]})
    assert "The press" in text(manager.get("/settings/audiences"))
    assert 'value="The press"' in manager.get(f"/settings/audiences/{press.pk}").content.decode()


def test_texts_are_tried_saved_refused_and_removed(manager):
    given = {
        "phase": "first",
        "severity": 4,
        "language": "en",
        "subject": "{{ service }}",
        "body": "Since {{ elapsed }}",
    }
    page = text(manager.post("/settings/texts/add", given | {"try": 1}))
    assert "Filled with samples Web shop Since 1 h 20 min" in page
    refused = manager.post("/settings/texts/add", given | {"body": "{{ nonsense }}"})
    assert refused.status_code == 422
    assert "There is no nonsense here. These exist: assignee," in text(refused)
    manager.post("/settings/texts/add", given)
    made = Template.objects.get(severity=4)
    manager.post(f"/settings/texts/{made.pk}", given | {"body": "Gone"})
    assert "Gone" in text(manager.get(f"/settings/texts/{made.pk}"))
    manager.post(f"/settings/texts/{made.pk}/remove")
    assert not Template.objects.filter(severity=4).exists()


def test_an_agent_may_not_set_up(ana):
    for path in ("/settings/audiences", "/settings/texts", "/settings/audiences/add", "/settings/texts/add"):
        assert ana.get(path).status_code == 403


def test_a_service_says_which_customers_use_it(manager, shop):
    other = make.stranger().organisation
    manager.post(f"/services/{shop.slug}/customers", {"organisations": [other.pk]})
    assert Use.objects.get().organisation == other
    assert "Elsewhere" in text(manager.get(f"/services/{shop.slug}"))


def test_somebody_follows_a_service_and_stops_by_the_link_in_a_mail(client, shop):
    client.force_login(make.employee())
    client.post(f"/following/{shop.pk}/start")
    assert "Follow no more Web shop" in text(client.get("/following"))
    link = life.link_to_stop(Subscription.objects.get()).partition("/unsubscribe/")[2]
    client.logout()
    assert "will no longer come" in text(client.get(f"/unsubscribe/{link}"))
    assert Subscription.objects.exists()
    assert "no more messages" in text(client.post(f"/unsubscribe/{link}"))
    assert not Subscription.objects.exists()
    assert client.get(f"/unsubscribe/{link}").status_code == 404


def test_the_service_page_lets_me_follow(ana, shop):
    ana.post(f"/following/{shop.pk}/start", {"next": f"/services/{shop.slug}"})
    assert "Follow no more" in text(ana.get(f"/services/{shop.slug}"))
    ana.post(f"/following/{shop.pk}/stop")
    assert not Subscription.objects.exists()


def test_a_text_is_tried_on_a_real_incident_and_its_names_are_listed(manager, incident):
    found = Template.objects.get(phase="first", is_outside=False, language="de", audience=None)
    page = f"/settings/texts/{found.pk}"
    listed = text(manager.get(page))
    assert "{{ people_affected }} 41.000" in listed
    said = {"phase": "first", "language": "de", "subject": "x", "body": "{{ number }}: {{ state }}", "try": 1}
    assert f"About {incident.number} x {incident.number}: In Arbeit" in text(
        manager.post(page, said | {"incident": incident.number.lower()})
    )
    assert "INC-1042: In Arbeit" in text(manager.post(page, said))
    wrong = manager.post(page, said | {"incident": "INC-0"})
    assert (wrong.status_code, "There is no such incident." in text(wrong)) == (422, True)
    found.refresh_from_db()
    assert found.subject != "x"

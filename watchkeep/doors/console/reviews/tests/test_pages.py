from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.turning import page
from watchkeep.insight.reviews import life
from watchkeep.insight.reviews.models import Action, Category, Entry, Node, Participant, Review, Task
from watchkeep.kernel import clock, facts
from watchkeep.kernel.actors import CLOCK


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def mia():
    return client_of(make.manager())


def test_every_page_is_drawn_and_shut_to_strangers(mia):
    review, task = make.learnt(make.major()), make.preventive_task()
    node, action = review.nodes.first(), review.actions.get()
    life.add_entry(review, by=CLOCK, at=clock.now() - timedelta(hours=1), text="The provider called")
    life.tie(review, by=CLOCK, cause=node, effect=review.nodes.last())
    fact = facts.told("ticket", review.incident_id).last().pk
    entry, edge = Entry.objects.get().pk, review.edges.get().pk
    at = f"/reviews/{review.number}"
    kind = Category.objects.first().pk
    paths = ["/reviews", at, "/corrective-actions", "/preventive", "/preventive/new", "/patterns", "/settings/causes"]
    paths += [f"{at}/{verb}" for verb in ("write", "owner", "ask", "waive", "entry", "participant", "cause")]
    paths += [f"{at}/meeting", f"{at}/call-off"]
    paths += [f"{at}/action", f"{at}/fact/{fact}/pin", f"{at}/entry/{entry}/note", f"{at}/entry/{entry}/correct"]
    paths += [f"{at}/cause/{node.pk}/{verb}" for verb in ("edit", "remove", "tie")] + [f"{at}/tie/{edge}/remove"]
    paths += [f"/corrective-actions/{action.number}{verb}" for verb in ("", "/edit", "/done", "/drop", "/prevent")]
    paths += [f"/preventive/{task.number}{verb}" for verb in ("", "/edit", "/done", "/end")]
    paths += ["/settings/causes/propose", f"/settings/causes/{kind}/retire", "/settings/causes/severity/1"]
    paths += ["/patterns?part=category&key=1&recurred=1&cures=1&days=30", f"/incidents/{review.incident.number}/review"]
    stranger = client_of(make.stranger())
    for path in paths:
        page(mia, path)
        assert stranger.get(path).status_code in {403, 404}, path


def test_a_review_is_written_from_beginning_to_end(mia):
    review = make.major()
    at = f"/reviews/{review.number}"
    texts = {"narrative": "Somebody should have looked.", "no_gap_reason": "Seen at once", "version": review.version}
    assert mia.post(f"{at}/write", texts).status_code == 302
    assert "should have" in page(mia, at)
    assert "Words to look at again" in page(mia, at)
    for kind in ("factor", "control"):
        mia.post(f"{at}/cause", {"kind": kind, "text": f"A {kind}"})
    under = {"kind": "cause", "text": "Under it", "category": make.category().pk, "led_to": Node.objects.first().pk}
    mia.post(f"{at}/cause", under)
    due = (clock.now() + timedelta(days=9)).date().isoformat()
    against = review.nodes.get(kind="cause")
    action = {"title": "Mend it", "type": "prevent", "owner": make.ana().pk, "due_on": due, "node": against.pk}
    mia.post(f"{at}/action", action)
    assert review.actions.get().node == against
    assert "Still missing" not in page(mia, at)
    mia.post(f"{at}/participant", {"person": make.manager().pk, "must_sign": "on"})
    for verb in ("ask", "sign", "publish"):
        assert mia.post(f"{at}/{verb}").status_code == 302, verb
    review.refresh_from_db()
    assert (review.state, Participant.objects.get().signed_at is None) == ("published", False)
    assert mia.post(f"{at}/addendum", {"text": "It was the cache"}).status_code == 302
    assert "It was the cache" in page(client_of(make.ana()), at)


def test_what_is_pinned_and_corrected_stands_beside_what_was_told(mia):
    review = make.major()
    at = f"/reviews/{review.number}"
    fact = facts.told("ticket", review.incident_id).get(kind="incident.restored").pk
    mia.post(f"{at}/fact/{fact}/pin")
    mia.post(f"{at}/fact/{fact}/correct", {"text": "Back four minutes before", "reason": "Access log"})
    shown = page(mia, at)
    assert "restored the service" in shown
    assert "Back four minutes before" in shown
    assert Entry.objects.get().is_pinned


def test_a_circle_is_refused_on_the_form(mia):
    review = make.major()
    first = make.cause(review, "factor", "First")
    second = make.cause(review, led_to=first)
    answer = mia.post(f"/reviews/{review.number}/cause/{first.pk}/tie", {"effect": second.pk})
    assert answer.status_code == 422
    assert "circle" in answer.content.decode()


def test_an_action_is_done_and_becomes_a_preventive_task(mia):
    action = make.action(make.major(service=make.service("Shop")))
    at = f"/corrective-actions/{action.number}"
    first = (clock.now() + timedelta(days=30)).date().isoformat()
    given = {"title": action.title, "owner": action.owner_id, "every": 2, "repeat": "weeks", "starts_on": first}
    mia.post(f"{at}/prevent", {**given, "service": action.review.incident.ticket.service_id})
    mia.post(f"{at}/done", {"evidence": "See the pipeline"})
    assert Action.objects.get().state == "done"
    task = Task.objects.get()
    assert task.rhythm.startswith("Every 2 weeks on")
    mia.post(f"/preventive/{task.number}/done", {"evidence": "Looked"})
    assert task.occurrences.get().evidence == "Looked"


def test_the_room_shows_where_the_review_stands(mia):
    review = make.major()
    assert review.number in page(mia, f"/incidents/{review.incident.number}")
    minor = make.incident("restored", severity=4)
    assert "Review it anyway" in page(mia, f"/incidents/{minor.number}")


def test_lists_ask_as_many_questions_however_long_they_are(mia):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            for path in ("/reviews", "/corrective-actions", "/preventive", f"/reviews/{Review.objects.first().number}"):
                page(mia, path)
        return len(asked)

    make.learnt(make.major())
    make.preventive_task()
    questions()
    few = questions()
    for _ in range(3):
        make.learnt(make.major())
        make.preventive_task()
    assert questions() == few

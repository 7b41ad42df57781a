import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.turning import page
from watchkeep.duty.automation import life as automation
from watchkeep.insight.reviews import queries
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.problems import life as problems


@pytest.fixture
def ana():
    client = Client()
    client.force_login(make.ana())
    return client


def test_lessons_are_found_by_words_service_and_kind_of_cause(ana):
    shop = make.service("Shop")
    review = make.published(make.major(service=shop, title="Checkout hangs"))
    make.learnt(make.major(title="Checkout hangs too"))
    kind = make.category()
    for asked in (
        "",
        "?q=checkout",
        "?q=canary",
        f"?service={shop.pk}",
        f"?cause={kind.pk}",
        f"?cause={kind.parent_id}",
    ):
        assert page(ana, f"/lessons{asked}").count("data-row") == 1, asked
    for asked in ("?q=elsewhere", f"?service={make.service().pk}", f"?cause={make.category('external').pk}", "?q=%26"):
        assert "Nothing like this was learnt yet" in page(ana, f"/lessons{asked}"), asked
    assert review.number in page(ana, "/search?q=canary")


def test_whoever_may_not_see_reviews_finds_none():
    make.published()
    stranger = Client()
    stranger.force_login(make.employee())
    assert stranger.get("/lessons").status_code in {403, 404}
    assert not queries.lessons(make.actor(make.employee())).exists()


def helped(title="The shop is down", **more):
    """An incident of long ago with everything that helped."""
    review = make.published(make.major(title=title, **more))
    run = make.run(on=review.incident.ticket, name=f"Drain {title} {review.pk}")
    incidents.resolve(review.incident, by=CLOCK, fix="Restarted the relay")
    automation.rate(run, by=make.actor(make.ana()), helped=True)
    problem = make.problem(incidents=[review.incident.ticket])
    problems.know(problem, by=CLOCK, workaround="Empty the cache by hand")
    return review


def test_an_incident_shows_what_fixed_those_like_it(ana):
    review = helped(fingerprint="abc")
    incident = make.incident(title="Something else entirely", fingerprint="abc")
    room = page(ana, f"/incidents/{incident.number}")
    for words in ("This happened before", "Restarted the relay", "Drain The shop", "Empty the cache", review.number):
        assert words in room


def test_lessons_of_the_service_are_offered_when_nothing_looks_alike(ana):
    shop = make.service("Shop")
    review = make.published(make.major(service=shop, title="Certificate expired"))
    incident = make.incident(title="Slow", service=shop)
    assert review.number in page(ana, f"/incidents/{incident.number}")


def test_the_room_asks_no_more_questions_however_much_happened_before(ana):
    shop = make.service("Shop")
    incident = make.incident(service=shop, title="The shop is down")

    def questions():
        with CaptureQueriesContext(connection) as asked:
            page(ana, f"/incidents/{incident.number}")
        return len(asked)

    helped(service=shop)
    questions()
    few = questions()
    for _ in range(2):
        helped(service=shop)
    assert questions() <= few  # with enough on the service itself nobody looks elsewhere

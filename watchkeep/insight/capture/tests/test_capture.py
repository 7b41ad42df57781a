import pytest

from testing import make
from testing.harness import run_later, sweep, told
from watchkeep.duty.fulfilment.models import Plan
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.assets import life as assets
from watchkeep.estate.knowledge import life as knowledge
from watchkeep.estate.knowledge.models import Article
from watchkeep.estate.services import life as services
from watchkeep.estate.services.models import Service
from watchkeep.insight.capture import jobs, life, queries
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents import life as incidents
from watchkeep.work.problems import life as problems
from watchkeep.work.requests import life as requests
from watchkeep.work.tickets import life as tickets

FIX = "Restarted the payment workers one by one, then freed the pool of connections."


def closed(fix=FIX, **more):
    ana, eve = make.actor(make.ana()), make.employee(phone="+49 30 1234567")
    shop = Service.objects.filter(name="Shop").first() or make.service("Shop", tier=4, value_per_hour=0, users_count=1)
    incident = make.incident(
        title="Checkout hangs for Eve", service=shop, impact=3, urgency=3, requester=eve,
        description="Eve (eve@nordwind.example, +49 30 1234567) sees a timeout from 10.1.2.3.", **more,
    )  # fmt: skip
    incidents.acknowledge(incident, by=ana)
    tickets.note(incident.ticket, by=ana, body="Ana tried password: hunter2 on the gateway.")
    incidents.resolve(incident, by=ana, fix=fix)
    incidents.close(incident, by=CLOCK)
    run_later()
    return incident


def test_closing_writes_a_draft_without_personal_data():
    incident = closed()
    draft = Article.objects.get()
    assert (draft.state, draft.audience, draft.source) == ("draft", "internal", incident.number)
    assert (draft.owner, list(draft.services.all())) == (make.ana(), [incident.ticket.service])
    for words in ("What you see", "timeout from [IP address]", "password: [secret]", FIX):
        assert words in draft.body
    for secret in ("Eve", "Ana", "hunter2", "nordwind.example", "1234567", "10.1.2.3"):
        assert secret not in f"{draft.title} {draft.body}"
    assert "ticket.draft_written" in told("ticket", incident.pk)


def met(result="Took the screen from store 3, set it up and noted its number.", **more):
    ana = make.actor(make.ana())
    request = make.request("A second screen for Karim", description="Karim, karim@nordwind.example, asks.", **more)
    requests.start(request, by=ana)
    tickets.note(request.ticket, by=ana, body="Called +49 30 1234567 about the size.")
    requests.fulfil(request, by=ana, result=result)
    requests.close(request, by=CLOCK)
    run_later()
    return request


def test_closing_a_request_writes_one_too():
    request = met()
    draft = Article.objects.get()
    assert (draft.state, draft.kind, draft.source) == ("draft", "howto", request.ticket.number)
    for words in ("What was asked for", "1. Called [telephone]", "Took the screen from store 3"):
        assert words in draft.body
    for secret in ("Karim", "nordwind.example", "1234567"):
        assert secret not in f"{draft.title} {draft.body}"


def test_an_item_of_the_catalogue_is_written_of_once_and_never_where_a_plan_does_it():
    met(result="Done")
    assert not Article.objects.exists()
    item = make.catalogue_item()
    met(item=item), met(item=item)
    assert Article.objects.count() == 1
    planned = make.catalogue_item()
    Plan.objects.create(item=planned, procedure=make.procedure(kind="fulfil"))
    met(item=planned)
    assert Article.objects.count() == 1


def test_nothing_is_written_where_there_is_nothing_to_learn():
    closed(fix="Restarted")
    closed(is_drill=True)
    assert not Article.objects.exists()


def test_one_draft_a_fault():
    closed(fingerprint="abc")
    closed(fingerprint="abc")
    assert Article.objects.count() == 1


def test_where_an_article_helped_none_is_written():
    article, ana = make.article(), make.actor(make.ana())
    incident = make.incident()
    life.use(incident.ticket, by=ana, article=article)
    incidents.acknowledge(incident, by=ana)
    incidents.resolve(incident, by=ana, fix=FIX)
    incidents.close(incident, by=CLOCK)
    run_later()
    assert list(Article.objects.all()) == [article]
    assert Article.objects.get().used == 1


def test_a_known_error_becomes_a_draft():
    problem = make.problem()
    problems.know(problem, by=CLOCK, workaround="Restart the pool each morning")
    run_later()
    assert "Restart the pool each morning" in Article.objects.get(source=problem.number).body


@pytest.mark.parametrize(("count", "days"), [(0, 365), (1, 180), (3, 90), (10, 30)])
def test_what_breaks_often_is_looked_at_often(count, days):
    shop = make.service("Shop")
    article = make.article(services=[shop])
    for _ in range(count):
        make.incident(service=shop)
    sweep(jobs.weigh_due)
    article.refresh_from_db()
    assert (article.incidents, article.review_days) == (count, days)
    assert (article.review_due_at - article.confirmed_at).days == days


def test_an_incident_has_articles_on_its_service_weighed_again():
    shop = make.service("Shop")
    article = make.article(services=[shop])
    sweep(jobs.weigh_due)
    make.incident(service=shop)
    run_later()
    sweep(jobs.weigh_due)
    article.refresh_from_db()
    assert article.review_days == 180


def test_what_nobody_reads_for_half_a_year_is_proposed_to_be_retired():
    article = make.article()
    with clock.travel(days=181):
        sweep(jobs.weigh_due)
    article.refresh_from_db()
    assert article.retire_reason == "Nobody has read it for half a year."


def test_its_owner_is_reminded_once_and_told_when_it_is_late():
    article = make.article(owner=make.ana())
    for days in (360, 361, 366, 367, 380):
        with clock.travel(days=days):
            sweep(knowledge.nudge_due)
    stages = [row.data["stage"] for row in facts_of(article)]
    assert stages == ["soon", "late", "escalated"]
    run_later()
    assert Delivery.objects.filter(person=make.ana()).count() == 3


def test_faults_that_come_back_are_counted_for_ninety_days_the_most_frequent_first():
    seldom = [make.incident(fingerprint="seldom") for _ in range(3)]
    often = [make.incident(fingerprint="often") for _ in range(4)]
    for _ in range(2):
        make.incident(fingerprint="twice")
    make.incident(fingerprint="seldom", is_drill=True)
    assert jobs.count_recurring() == 0
    assert recurring() == [(often[-1], 4), (seldom[-1], 3)]
    make.article(source_key="fault:often")
    again = make.incident(fingerprint="seldom")
    jobs.count_recurring()
    assert recurring() == [(again, 4)]
    assert queries.recurring(make.actor(make.employee())) == []
    with clock.travel(days=91):
        jobs.count_recurring()
    assert recurring() == []


def recurring():
    return [(one.incident, one.count) for one in queries.recurring(make.actor(make.ana()))]


def test_a_change_on_a_service_or_an_item_marks_articles_stale_and_their_owner_hears():
    host, shop = make.item("web-1"), make.service("Shop")
    on_host = make.article(items=[host], owner=make.ana())
    on_shop, beside = make.article(services=[shop]), make.article(services=[make.service()])
    assets.edit_item(host, by=CLOCK, name="web-2")
    services.edit_service(shop, by=CLOCK, users_count=7)
    run_later()
    assert stale(on_host, on_shop, beside) == ["web-2 has changed.", "", ""]
    services.attach_item(shop, host, by=CLOCK)
    run_later()
    assert stale(on_host, on_shop, beside) == ["web-2 has changed.", "What Shop stands on has changed.", ""]
    assert Delivery.objects.get(person=make.ana()).subject.startswith(on_host.number)


def stale(*articles):
    return [Article.objects.get(pk=one.pk).stale_reason for one in articles]


def facts_of(article):
    from watchkeep.kernel import facts  # noqa: PLC0415  # beside its only use

    return facts.told("article", article.pk, kind="article.review_due")

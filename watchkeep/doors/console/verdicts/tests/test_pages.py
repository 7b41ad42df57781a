import pytest
from django.db import transaction

from testing import make
from testing.turning import come, page
from watchkeep.doors.console.verdicts import showing
from watchkeep.insight.verdicts import life, queries
from watchkeep.insight.verdicts.events import Reached
from watchkeep.insight.verdicts.models import ChangeReview, Compared, Question, RuledOut, Verdict
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import tell
from watchkeep.work.changes.models import Change
from watchkeep.work.tickets.models import Link, Relation


@pytest.fixture
def ana():
    return come(make.ana())


def test_a_change_that_did_harm_says_so_offers_the_way_back_and_is_reviewed(ana):
    change = make.judged()
    shown = page(ana, f"/changes/{change.number}")
    for words in ("This change made something worse", "Back out", "A review is asked for", "1 of 1 figure got worse"):
        assert words in shown
    assert f'href="/changes/{change.number}/back_out"' in shown
    assert "Made something worse" in page(ana, f"/teams/{change.ticket.team.slug}")
    shown = page(ana, f"/verdicts/{change.number}")
    assert "The history is too short to say what is usual." in shown
    assert "&lt; 0.001" in shown
    assert "stroke-dasharray" in shown
    assert "was expected" in shown
    assert change.number in page(ana, "/verdicts?finding=worse")
    assert change.number not in page(ana, "/verdicts?finding=better")
    assert change.number in page(ana, "/verdicts/reviews")
    questions = ChangeReview.objects.get().questions
    at = f"/verdicts/{change.number}/review"
    assert questions[0] in page(ana, at)
    assert ana.post(at, {"answer_0": "Slow"}).status_code == 422
    answers = {f"answer_{place}": f"Answer {place}" for place in range(len(questions))}
    assert ana.post(at, answers).status_code == 422
    answers["did_harm"] = "yes"
    assert ana.post(at, answers).status_code == 302
    assert "Answer 0" in page(ana, f"/verdicts/{change.number}")
    shown = page(ana, f"/changes/{change.number}")
    assert "Answer its questions" not in shown
    assert "This change made something worse" in shown
    ChangeReview.objects.update(did_harm=False)
    assert "This change made something worse" not in page(ana, f"/changes/{change.number}")


def test_the_timeline_tells_a_verdict_again_where_it_says_something_else(ana):
    change = make.judged()
    assert len(queries.comparisons_of(Verdict.objects.get())) > 1, "of the others too little is known"
    assert "“worse”; figures that are worse: 1 of 1" in page(ana, f"/changes/{change.number}")
    for look, (worse, compared) in enumerate(((1, 1), (1, 1), (2, 3), (2, 3), (1, 1))):
        with transaction.atomic():
            tell(Reached(
                record=change.pk, by=CLOCK, finding="worse", was="worse", look=look, compared=compared, worse=worse,
                is_final=False, is_endless=False,
            ))  # fmt: skip
    shown = page(ana, f"/changes/{change.number}")
    assert (shown.count("are worse: 1 of 1"), shown.count("are worse: 2 of 3")) == (2, 1)


def test_the_incident_that_opens_names_this_change_first(ana):
    change = make.judged()
    incident = make.incident(service=make.shop())
    shown = page(ana, f"/incidents/{incident.number}")
    assert change.number in shown
    assert "It touched this very service." in shown
    assert "Its verdict is worse." in shown
    assert f'href="/changes/{change.number}/back_out"' in shown
    assert "Start the old release again" in shown
    at = f"/incidents/{incident.number}/suspects/{change.number}"
    assert ana.post(f"{at}/not-this").status_code == 302
    assert RuledOut.objects.count() == 1
    assert ana.post(f"{at}/was-this").status_code == 302
    assert Link.objects.get().relation == Relation.CAUSED
    assert "It was this" in page(ana, f"/incidents/{incident.number}")
    assert ana.post(f"{at}/again").status_code == 302
    assert ana.post(f"{at}/perhaps").status_code == 404
    assert not Link.objects.exists()
    bo = come(make.employee())
    assert bo.post(f"{at}/was-this").status_code == 404


def test_a_change_that_was_not_judged_yet_says_when_it_will_be(ana):
    change = make.change("evaluating")
    assert "Not judged yet" in page(ana, f"/changes/{change.number}")
    assert "looked at next" in page(ana, f"/changes/{change.number}")
    Verdict.objects.filter(pk=change.pk).update(is_endless=True)
    assert "Never ended" in page(ana, f"/verdicts/{change.number}")
    assert Change.objects.count() == 1


def test_what_reviews_ask_is_set_up_on_a_page():
    manager = come(make.manager())
    before = Question.objects.count()
    added = {"text": "Who noticed?", "when": "worse", "position": "5", "is_active": "on"}
    assert manager.post("/settings/change-questions/add", added).status_code == 302
    assert "Who noticed?" in page(manager, "/settings/change-questions")
    question = Question.objects.get(text="Who noticed?")
    assert manager.post(f"/settings/change-questions/{question.pk}", added | {"is_active": ""}).status_code == 302
    assert Question.objects.count() == before + 1
    assert "Who noticed?" not in [one.text for one in Question.objects.asked("worse")]


def test_indicators_are_set_up_and_looked_at():
    manager, shop = come(make.manager()), make.shop()
    wanted = {"service": shop.pk, "name": "Latency p95", "unit": "ms", "is_worse_up": "True", "tolerance": "10",
              "source": "prometheus", "query": "latency"}  # fmt: skip
    assert 'value="pushed" selected' in page(manager, "/settings/indicators/add"), "there is nobody to ask yet"
    assert "which Prometheus" in manager.post("/settings/indicators/add", wanted).content.decode()
    assert manager.post("/settings/indicators/add", wanted | {"source": "pushed"}).status_code == 302
    assert "Latency p95" in page(manager, "/settings/indicators?q=shop")
    one = make.indicator(shop, "Error rate", unit="%")
    make.measured(one, clock.now(), days=15)
    shown = page(manager, f"/settings/indicators/{one.pk}")
    assert "<path" in shown
    assert "The latest figures today" in shown
    assert manager.post(f"/settings/indicators/{one.pk}/switch").status_code == 302
    assert "Paused" in page(manager, f"/settings/indicators/{one.pk}")
    life.resume_indicator(one, by=CLOCK)


@pytest.mark.parametrize(
    ("findings", "says"),
    [
        (["worse"], "1 of 1 figure got worse"),
        (["worse", "same", "better"], "1 of 3 figures got worse"),
        (["better"], "1 of 1 figure got better"),
        (["better", "same"], "1 of 2 figures got better, none worse"),
        (["same"], "The one figure that was compared is as it usually is"),
        (["same", "same"], "None of 2 figures differs from what is usual"),
        ([], "Too little is known to compare"),
    ],
)
def test_what_was_found_is_said_of_one_and_of_many(findings, says):
    assert showing.title(Verdict(), [Compared(finding=one, q=0.5) for one in findings]) == says

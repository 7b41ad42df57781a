from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.kernel import clock
from watchkeep.work.changes import life, queries
from watchkeep.work.changes.models import Change, ChangeModel
from watchkeep.work.changes.rules import risk
from watchkeep.work.changes.rules.risk import Inputs, auc, score


def points(name, **inputs):
    return {part.name: part.points for part in score(Inputs(**inputs)).parts}[name]


class TestTheRule:
    def test_nothing_is_worth_more_than_a_hundred_and_every_part_says_why(self):
        worst = score(Inputs(
            dependants=500, tier=1, value_per_hour=1e6, relatives=[(3.0, True)] * 20, steps=200, touches=99,
            outage_minutes=9000, busy=1, is_before_weekend=True, freeze_hours=0, collisions=9,
        ))  # fmt: skip
        assert (worst.total, worst.band) == (100, "high")
        assert all(part.why and 0 <= part.points <= part.most for part in worst.parts)
        assert score(Inputs(relatives=[(2.0, False)] * 20, test=2, back_out=2)).band == "low"

    @pytest.mark.parametrize(
        ("name", "less", "more"),
        [
            ("reach", {"dependants": 1, "tier": 3}, {"dependants": 9, "tier": 1}),
            ("record", {"relatives": [(2.0, False)] * 5}, {"relatives": [(2.0, True)] * 2 + [(2.0, False)] * 3}),
            ("size", {"steps": 2}, {"steps": 20, "outage_minutes": 90}),
            ("time", {"busy": 0.1}, {"busy": 1.0}),
            ("freeze", {"freeze_hours": 60}, {"freeze_hours": 2}),
            ("collision", {"collisions": 0}, {"collisions": 2}),
            ("care", {"test": 2, "back_out": 2}, {"test": 0, "back_out": 1}),
        ],
    )
    def test_more_of_it_is_more_risk(self, name, less, more):
        assert points(name, **less) < points(name, **more)

    def test_one_bad_relative_alone_weighs_less_than_many(self):
        assert points("record", relatives=[(1.0, True)]) < points("record", relatives=[(1.0, True)] * 10)

    def test_only_what_the_data_does_not_say_is_asked(self):
        known = Inputs(dependants=3, tier=2, relatives=[(1.0, False)])
        assert [one.name for one in score(known).questions] == []
        asked = score(Inputs(on_map=False, back_out=1)).questions
        assert [one.name for one in asked] == ["notice", "done_before", "tried_back"]
        nobody, many = (score(Inputs(on_map=False, answers={"notice": said})).total for said in ("nobody", "many"))
        assert nobody < score(Inputs(on_map=False, answers={"notice": "what?"})).total < many

    def test_auc_is_the_share_of_pairs_in_order(self):
        assert auc([(9, True), (5, False), (1, False)]) == 1
        assert auc([(5, True), (5, False)]) == 0.5
        assert auc([(1, True), (5, False), (9, True), (5, False)]) == 0.5
        assert auc([(1, False)]) is None


class TestWhatIsKnown:
    def test_nine_services_hang_on_it_and_two_of_its_last_five_relatives_failed(self):
        shop = make.shop()
        for number in range(8):
            make.service(f"Client {number}", needs=(shop,), tier=1)
        for outcome in ("successful", "failed", "successful", "backed_out", "successful"):
            make.closed(outcome, title="Upgrade the database of the shop")
        score = queries.risk_of(make.change(title="Upgrade the database of the shop again"))
        why = {part.name: part.why for part in score.parts}
        assert why["reach"] == "9 services fail with it, its own among them, the highest of tier 1."
        assert why["record"] == "2 of the 5 changes most like it went wrong."
        assert score.questions == () or [one.name for one in score.questions] == ["tried_back"]

    def test_how_many_questions_are_asked_does_not_depend_on_what_hangs_on_it(self):
        change = make.change()

        def asked():
            with CaptureQueriesContext(connection) as found:
                queries.risk_of(change)
            return len(found)

        few = asked()
        for number in range(12):
            make.service(f"Client {number}", needs=(make.shop(),))
            make.closed("failed")
        assert asked() <= few + 3
        assert asked() <= 24

    def test_a_map_with_a_circle_ends(self):
        shop = make.shop()
        till = make.service("Till", needs=(shop,))
        shop.needs.create(depends_on=till)
        assert queries.risk_of(make.change()).inputs.dependants == 2

    def test_history_replayed_says_how_well_it_ranked(self):
        assert queries.replay().auc is None
        good, bad = make.change_model("Good"), make.change_model("Bad")
        for _run in range(4):
            make.closed("successful", model=good, title="Restart the pool")
            make.closed("failed", model=bad, title="Move the warehouse to another city")
        found = queries.replay()
        assert (found.changes, found.wrong) == (8, 4)
        assert found.auc
        assert found.auc > 0.5

    def test_a_rise_of_the_risk_is_another_thing_than_was_approved(self):
        start = clock.now() + timedelta(days=2)
        change = make.change("scheduled", starts_at=start, ends_at=start + timedelta(hours=1))
        assert risk.band_of(change.risk) != "high"
        for number in range(30):
            make.service(f"Client {number}", needs=(make.shop(),), tier=1)
        for _run in range(8):
            make.closed("failed", title=change.ticket.title)
        life.amend(change, by=make.actor(make.ana()), communication="The till hears of it by mail.")
        assert Change.objects.get(pk=change.pk).state == "assessing"


def test_fifteen_models_are_there_to_begin_with_and_each_can_be_submitted():
    assert ChangeModel.objects.count() == 15
    for model in ChangeModel.objects.all():
        change = make.change(title=model.title, model=model, plan=model.plan, test_plan=model.test_plan)
        life.submit(change, by=make.actor(make.ana()))
        assert change.state == "assessing"

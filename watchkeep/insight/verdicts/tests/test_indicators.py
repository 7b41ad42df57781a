from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from testing import make
from watchkeep.insight.verdicts import life, queries
from watchkeep.insight.verdicts.life import Point
from watchkeep.insight.verdicts.models import Indicator, IndicatorDay
from watchkeep.insight.verdicts.rules.answers import BadAnswer, figures_of
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused

AT = datetime(2026, 11, 23, 23, 50, tzinfo=UTC)


def test_points_are_kept_by_five_minutes_and_sending_them_again_changes_nothing():
    one = make.indicator()
    sent = [Point(one.pk, AT + timedelta(minutes=minutes), minutes) for minutes in (0, 3, 5, 12)]
    with clock.frozen(AT + timedelta(hours=1)):
        for _time in range(2):
            assert life.push(sent, by=CLOCK) == 4
    got = queries.figures([one.pk], AT - timedelta(minutes=5), AT + timedelta(minutes=20))[one.pk]
    assert [None if np.isnan(value) else value for value in got] == [None, 3, 5, 12, None]
    assert IndicatorDay.objects.filter(indicator=one).count() == 2
    assert queries.points_of(one, AT.date()) == [(AT, 3.0), (AT + timedelta(minutes=5), 5.0)]


def test_a_point_that_cannot_be_is_refused_and_nothing_of_its_batch_is_kept():
    one, asked = make.indicator(), make.indicator(source="prometheus", connection=make.connection(), query="up")
    good = Point(one.pk, AT, 1.0)
    wrong = {
        "not_a_number": Point(one.pk, AT, float("nan")),
        "out_of_time": Point(one.pk, AT + timedelta(days=1), 1.0),
        "unknown": Point(asked.pk, AT, 1.0),
    }
    with clock.frozen(AT):
        for code, point in wrong.items():
            with pytest.raises(Refused) as refused:
                life.push([good, point], by=CLOCK)
            assert (refused.value.code, refused.value.field) == (code, "points")
        with pytest.raises(NotAllowed):
            life.push([good], by=make.actor(make.employee()))
    assert not IndicatorDay.objects.exists()


def test_what_is_asked_needs_a_prometheus_and_a_query():
    with pytest.raises(Refused) as refused:
        make.indicator(source="prometheus", query="up")
    assert refused.value.field == "connection"
    with pytest.raises(Refused) as refused:
        make.indicator(source="prometheus", connection=make.connection(), query=" ")
    assert refused.value.field == "query"


def test_another_query_is_another_figure():
    one = make.indicator(source="prometheus", connection=make.connection(), query="up")
    life.take_answer(one, {AT: 1.0}, AT)
    life.edit_indicator(one, by=CLOCK, tolerance=20)
    assert queries.figures([one.pk], AT, AT + timedelta(minutes=5))
    life.edit_indicator(one, by=CLOCK, query="down")
    assert not queries.figures([one.pk], AT, AT + timedelta(minutes=5))
    assert Indicator.objects.get(pk=one.pk).known_until is None


SERIES = b'{"status":"success","data":{"resultType":"matrix","result":[%s]}}'
ONE = b'{"metric":{},"values":[[1700000000,"1.5"],[1700000300,"NaN"],[1700000600.5,"+Inf"]]}'


def test_answers_are_read_with_suspicion():
    assert figures_of(SERIES % ONE) == {datetime.fromtimestamp(1_700_000_000, UTC): 1.5}
    assert figures_of(SERIES % b"") == {}
    wrong = {
        b"<html>": "as a Prometheus does",
        SERIES % (ONE + b"," + ONE): "gives 2 series",
        b'{"status":"error","error":"parse error at char 4"}': "parse error at char 4",
        SERIES % b'{"values":[[1,"abc"]]}': "as a Prometheus does",
    }
    for body, words in wrong.items():
        with pytest.raises(BadAnswer, match=words):
            figures_of(body)

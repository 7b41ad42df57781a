"""A real Prometheus, with a past of its own, is asked through the guard that all outgoing requests take."""

from datetime import timedelta

import numpy as np
import pytest

from testing import make, pasts
from watchkeep.duty.connections.tests.carrying import open_loopback
from watchkeep.insight.verdicts import queries
from watchkeep.insight.verdicts.jobs import reading
from watchkeep.insight.verdicts.models import STEP, Indicator, bucket
from watchkeep.kernel import clock
from watchkeep.kernel.facts import told

HOURS = 6


@pytest.fixture
def prometheus(tmp_path):
    began = clock.now() - timedelta(hours=HOURS)
    lines = ["# TYPE errors gauge"]
    for place in range(HOURS * 60):
        at = int((began + timedelta(minutes=place)).timestamp())
        lines += [f'errors{{job="shop",instance="{name}"}} {place // 60} {at}' for name in "ab"]
    with pasts.prometheus(tmp_path, lines) as url:
        yield url


def asked(connection, query):
    return make.indicator(source="prometheus", connection=connection, query=query)


def test_a_prometheus_is_asked_for_what_is_missing_and_nothing_else_is_believed(prometheus):
    place = make.connection(url=prometheus, auth="none", secret="")
    errors, several, wrong = asked(place, "sum(errors)"), asked(place, "errors"), asked(place, "sum(")
    gone = asked(make.connection(url="http://127.0.0.1:9", auth="none", secret=""), "up")
    until = clock.now()
    start = until - timedelta(hours=HOURS + 2)
    reading.read([errors], start, until)
    errors.refresh_from_db()
    assert "private network" in errors.said
    open_loopback()
    reading.read([errors, several, wrong, gone], start, until)
    floor = start - timedelta(seconds=start.second, microseconds=start.microsecond, minutes=start.minute % 5)
    got = queries.figures([errors.pk], floor, until)[errors.pk]
    known = got[~np.isnan(got)]
    assert HOURS * 12 - 2 <= len(known) <= HOURS * 12 + 2
    assert sorted(set(known.tolist())) == [0, 2, 4, 6, 8, 10]
    assert np.isnan(got[:22]).all()
    assert bucket(floor + 12 * STEP) == (bucket(floor) + 12) % 288
    rows = {one.pk: one for one in Indicator.objects.all()}
    assert (rows[errors.pk].known_until, rows[errors.pk].said, rows[errors.pk].failing_since) == (until, "", None)
    assert "2 series" in rows[several.pk].said
    assert "parse error" in rows[wrong.pk].said
    assert "Connection" in rows[gone.pk].said
    reading.read([rows[gone.pk]], start, until)
    assert [row.kind for row in told("indicator", gone.pk)] == ["indicator.added", "indicator.fails"]

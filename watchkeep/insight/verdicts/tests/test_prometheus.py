"""A real Prometheus, with a past of its own, is asked through the guard that all outgoing requests take."""

import subprocess
from datetime import timedelta

import numpy as np
import pytest

from testing import debian, make
from testing.mailbox import free_port
from testing.running import wait_for
from watchkeep.duty.connections.tests.carrying import open_loopback
from watchkeep.insight.verdicts import queries
from watchkeep.insight.verdicts.jobs import reading
from watchkeep.insight.verdicts.models import STEP, Indicator, bucket
from watchkeep.kernel import clock
from watchkeep.kernel.facts import told

HOURS = 6


@pytest.fixture
def prometheus(tmp_path):
    if not debian.found("prometheus"):
        pytest.skip("prometheus is not installed")
    now, port = clock.now(), free_port()
    began = now - timedelta(hours=HOURS)
    lines = ["# TYPE errors gauge"]
    for place in range(HOURS * 60):
        at = int((began + timedelta(minutes=place)).timestamp())
        lines += [f'errors{{job="shop",instance="{name}"}} {place // 60} {at}' for name in "ab"]
    (tmp_path / "past.om").write_text("\n".join([*lines, "# EOF", ""]))
    make_past = ["promtool", "tsdb", "create-blocks-from", "openmetrics", "past.om", "data"]
    subprocess.run(make_past, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    (tmp_path / "prometheus.yml").write_text("scrape_configs: []\n")
    command = [
        "prometheus",
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with (
        (tmp_path / "log").open("wb") as log,
        subprocess.Popen(command, cwd=tmp_path, stdout=log, stderr=log) as process,
    ):
        try:
            wait_for(lambda: "Server is ready" in (tmp_path / "log").read_text(), 30)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


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

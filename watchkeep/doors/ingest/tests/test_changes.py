"""PagerDuty change events."""

import json

import pytest

from watchkeep.doors.ingest.answers import Refusal
from watchkeep.doors.ingest.formats.changes import Changes
from watchkeep.doors.ingest.tests.speaking import KEY, call
from watchkeep.insight.detection.models.signal import Action

way = Changes()


def change(**payload):
    return {"routing_key": KEY, "payload": {"summary": "Shop 4.2 is live", **payload}}


def test_a_change_is_read_and_alerts_nobody():
    heard = way.read(call(change(source="ci", timestamp="2026-11-23T08:00:00Z", custom_details={"build": 7})))
    (said,) = heard.signals
    assert (said.action, said.summary, said.source) == (Action.CHANGE, "Shop 4.2 is live", "ci")
    assert json.loads(way.accepted(heard).body) == {"status": "success", "message": "Change event processed"}


def test_only_the_summary_is_needed():
    assert way.read(call(change())).signals[0].source == ""


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"routing_key": KEY}, "'payload' is missing or blank"),
        ({"routing_key": KEY, "payload": {}}, "'payload.summary' is missing or blank"),
        (change(summary=" "), "'payload.summary' is missing or blank"),
        (change(source=4), "'payload.source' must be a string"),
        ({"payload": {"summary": "x"}}, "'routing_key' is missing or blank"),
        ([], "The event must be a JSON object"),
    ],
)
def test_what_is_wrong_is_said(body, error):
    with pytest.raises(Refusal) as refused:
        way.read(call(body))
    assert refused.value.errors == [error]

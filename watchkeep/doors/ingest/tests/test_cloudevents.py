"""CloudEvents 1.0."""

import base64
import json

import pytest

from watchkeep.doors.ingest.answers import Refusal
from watchkeep.doors.ingest.formats.cloudevents import CloudEvents, consent
from watchkeep.doors.ingest.tests.speaking import call, captured
from watchkeep.insight.detection.models.signal import Action, Severity

way = CloudEvents()
EVENT = {"specversion": "1.0", "id": "1", "source": "/ams", "type": "net.example.disk.raised", "subject": "db1"}


def read(event=None, **changes):
    return way.read(call({**(event or EVENT), **changes}, content_type="application/cloudevents+json")).signals[0]


def test_a_structured_event():
    heard = way.read(call(captured("cloudevents-001"), content_type="application/cloudevents+json"))
    (said,) = heard.signals
    assert (said.summary, said.severity, said.action) == ("Disk almost full", Severity.CRITICAL, Action.TRIGGER)
    assert said.key == "/monitoring/ams net.example.alert ams-db-01"
    assert said.stamp.isoformat() == "2026-11-23T08:30:00+00:00"
    assert said.labels["type"] == "net.example.alert.raised"


def test_a_binary_event():
    headers = {f"ce_{name}": value for name, value in EVENT.items()} | {"ce_region": "caf%C3%A9"}
    body = json.dumps({"severity": "warning", "summary": "Disk"}).encode()
    (said,) = way.read(call(body, content_type="application/json; charset=utf-8", **headers)).signals
    assert (said.key, said.summary, said.severity) == (read().key, "Disk", Severity.WARNING)
    assert said.labels["region"] == "café"


def test_a_batch():
    batch = [EVENT | {"id": str(n), "subject": f"db{n}"} for n in range(3)]
    heard = way.read(call(batch, content_type="application/cloudevents-batch+json"))
    assert [said.labels["subject"] for said in heard.signals] == ["db0", "db1", "db2"]


def test_raised_and_resolved_meet_under_one_key():
    over = read(type="net.example.disk.resolved")
    assert (over.key, over.action) == (read().key, Action.RESOLVE)


def test_the_data_may_say_it_itself():
    said = read(data={"key": "my-key", "status": "resolved", "severity": "low", "summary": "Fine again"})
    assert (said.key, said.action, said.severity) == ("my-key", Action.RESOLVE, Severity.INFO)


def test_data_in_base64_is_unpacked():
    said = read(data_base64=base64.b64encode(b'{"summary": "Packed"}').decode())
    assert said.summary == "Packed"


def test_data_that_is_no_object_is_kept_as_details():
    said = read(data=[1, 2])
    assert said.summary == "net.example.disk: db1"
    assert json.loads(bytes(said.details)) == {"data": [1, 2]}


@pytest.mark.parametrize(
    "changes",
    [
        {"specversion": "0.3"}, {"id": ""}, {"source": None}, {"type": 7}, {"time": "yesterday"}, {"subject": {}},
        {"data_base64": "%%%"}, {"data": {"summary": []}}, {"data": {"labels": "x"}},
    ],
)  # fmt: skip
def test_what_is_no_cloudevent_is_refused(changes):
    with pytest.raises(Refusal) as refused:
        read(**changes)
    assert refused.value.status == 400


def test_a_batch_is_taken_whole_or_not_at_all_and_the_culprit_is_named():
    with pytest.raises(Refusal) as refused:
        way.read(call([EVENT, EVENT | {"id": ""}], content_type="application/cloudevents-batch+json"))
    assert refused.value.errors == ["Event 2: the attribute 'id' is missing."]


def test_a_sender_that_asks_first_is_welcome():
    answer = consent(call(method="OPTIONS", webhook_request_origin="events.example"))
    assert (b"webhook-allowed-origin", b"events.example") in answer.headers

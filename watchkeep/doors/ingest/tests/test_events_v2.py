"""PagerDuty Events API v2."""

import json
import uuid
from datetime import UTC, datetime

import pytest

from watchkeep.doors.ingest.answers import Refusal
from watchkeep.doors.ingest.formats.events_v2 import EventsV2
from watchkeep.doors.ingest.tests.speaking import KEY, call, captured, trigger
from watchkeep.insight.detection.models.signal import Action, Severity, Signal, decode, encode

way = EventsV2()


def read(body) -> Signal:
    return way.read(call(body)).signals[0]


def errors(body) -> list[str]:
    with pytest.raises(Refusal) as refused:
        way.read(call(body))
    answer = way.refused(refused.value)
    said = json.loads(answer.body)
    assert (answer.status, said["status"], said["message"]) == (400, "invalid event", "Event object is invalid")
    return said["errors"]


def test_an_event_as_the_client_of_pagerduty_sends_it():
    heard = way.read(call(captured("pagerduty-001")))
    (said,) = heard.signals
    assert heard.key == KEY
    assert (said.key, said.action, said.severity) == ("disk/ams-db-01/var", Action.TRIGGER, Severity.CRITICAL)
    assert (said.summary, said.source) == ("Disk almost full on ams-db-01", "ams-db-01.example.net")
    assert said.labels == {"component": "postgres", "group": "prod", "class": "disk"}
    assert [(link.href, link.text) for link in said.links] == [("https://grafana.example.net/d/disk", "dashboard")]
    assert json.loads(bytes(said.details)) == {"free": "3%", "mount": "/var"}


def test_it_is_answered_as_pagerduty_answers():
    answer = way.accepted(way.read(call(captured("pagerduty-002"))))
    assert answer.status == 202
    assert json.loads(answer.body) == {
        "status": "success",
        "message": "Event processed",
        "dedup_key": "disk/ams-db-01/var",
    }


def test_a_trigger_without_a_key_gets_one_of_its_own():
    one, other = read(trigger(dedup_key=None)), read(trigger(dedup_key=None))
    assert uuid.UUID(one.key) != uuid.UUID(other.key)


@pytest.mark.parametrize("action", ["acknowledge", "resolve"])
def test_acknowledge_and_resolve_need_nothing_but_the_key(action):
    said = read({"routing_key": KEY, "event_action": action, "dedup_key": "k"})
    assert (said.key, said.action) == ("k", action)


@pytest.mark.parametrize("action", ["acknowledge", "resolve"])
def test_acknowledge_and_resolve_without_a_key_are_refused(action):
    assert errors({"routing_key": KEY, "event_action": action}) == ["'dedup_key' is missing or blank"]


@pytest.mark.parametrize("severity", ["critical", "error", "warning", "info"])
def test_all_four_severities_are_known(severity):
    assert read(trigger(payload={"severity": severity})).severity == severity


def test_all_that_is_wrong_is_said_at_once():
    body = {"event_action": "shout", "payload": {"summary": "", "severity": "bad", "source": 7}}
    assert errors(body) == [
        "'routing_key' is missing or blank",
        "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
        "'payload.summary' is missing or blank",
        "'payload.source' must be a string",
        "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    ]


def test_a_trigger_without_a_payload_is_refused():
    assert errors({"routing_key": KEY, "event_action": "trigger"}) == ["'payload' is missing or blank"]


@pytest.mark.parametrize("body", [[], "text", 7, None, True])
def test_what_is_no_object_is_refused(body):
    assert errors(body) == ["The event must be a JSON object"]


@pytest.mark.parametrize(
    "changes",
    [
        {"links": "x"}, {"links": [{"text": "no address"}]}, {"images": [{"src": 1}]}, {"client": 4},
        {"dedup_key": "k" * 256}, {"payload": {"timestamp": {}}}, {"payload": {"component": []}},
    ],
)  # fmt: skip
def test_wrong_types_are_refused_by_name(changes):
    (error,) = errors(trigger(**changes))
    assert error.startswith("'")


@pytest.mark.parametrize("body", [b"", b"{", b"nope", b'{"a":1,}', b"\xff{}", b'{"a":"\x00"}', b"[" * 5000])
def test_what_is_no_json_is_answered_in_pagerdutys_words(body):
    with pytest.raises(Refusal) as refused:
        way.read(call(body))
    said = json.loads(way.refused(refused.value).body)
    assert (said["status"], said["message"]) == ("Unrecognized object", "Event object format is unrecognized")


def test_too_fast_and_too_large_have_pagerdutys_codes():
    slow = way.refused(Refusal(429, "too_fast"))
    assert (slow.status, json.loads(slow.body)) == (429, {
        "status": "throttle exceeded",
        "message": "Requests for this service are arriving too quickly.  Please retry later.",
    })  # fmt: skip
    assert (b"retry-after", b"1") in slow.headers
    large = way.refused(Refusal(413, "too_large", ["The body is larger than 524288 bytes."]))
    assert (large.status, json.loads(large.body)) == (413, {
        "status": "payload too large",
        "message": "Event payload is larger than 512 KB",
        "errors": ["The body is larger than 524288 bytes."],
    })  # fmt: skip


def test_an_unknown_key_is_a_bad_request_here():
    assert way.refused(Refusal(401, "unknown_key", ["Invalid routing key"])).status == 400


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T08:42:58.315+0000", datetime(2026, 11, 23, 8, 42, 58, 315000, tzinfo=UTC)),
        ("2026-11-23T08:42:58Z", datetime(2026, 11, 23, 8, 42, 58, tzinfo=UTC)),
        ("2026-11-23T09:42:58+01:00", datetime(2026, 11, 23, 8, 42, 58, tzinfo=UTC)),
        ("2026-11-23T08:42:58.000001+00:00Z", datetime(2026, 11, 23, 8, 42, 58, 1, tzinfo=UTC)),
        ("2026-11-23T08:42:58", datetime(2026, 11, 23, 8, 42, 58, tzinfo=UTC)),
        (1795423378, datetime(2026, 11, 23, 8, 42, 58, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_senders_write_them(text, moment):
    assert read(trigger(payload={"timestamp": text})).at == moment


def test_a_time_that_cannot_be_read_is_noted_and_the_event_taken():
    said = read(trigger(payload={"timestamp": "yesterday"}))
    assert said.at is None
    assert "timestamp" in said.notes[0]


def test_a_summary_beyond_the_limit_is_cut_and_noted():
    said = read(trigger(payload={"summary": "x" * 2000}))
    assert (len(said.summary), len(said.notes)) == (1024, 1)


def test_links_that_lead_elsewhere_than_the_web_are_left_out():
    links = [{"href": "javascript:alert(1)"}, {"href": "https://a.example", "text": None}]
    images = [{"src": "data:text/html,x"}, {"src": "https://a.example/i.png", "href": "javascript:1"}]
    said = read(trigger(links=links, images=images, client_url="file:///etc/passwd"))
    assert [link.href for link in said.links] == ["https://a.example"]
    assert [(image.src, image.href) for image in said.images] == [("https://a.example/i.png", "")]
    assert said.client_url == ""


def test_nul_characters_are_replaced_and_noted():
    said = read(trigger(payload={"summary": "a\x00b", "custom_details": {"\x00": "x\x00"}}))
    assert said.summary == "a\ufffdb"
    assert json.loads(bytes(said.details)) == {"\ufffd": "x\ufffd"}
    assert "NUL" in said.notes[0]


def test_half_a_surrogate_pair_is_replaced_and_noted():
    body = json.dumps(trigger(payload={"summary": "caf\ud83d"})).encode()
    said = read(body)
    assert said.summary == "caf\ufffd"
    assert said.notes


def test_the_key_is_not_kept():
    assert KEY.encode() not in encode(read(trigger()))


def test_what_is_kept_can_be_read_back():
    said = read(captured("pagerduty-001"))
    assert encode(decode(encode(said))) == encode(said)

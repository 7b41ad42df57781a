"""Alertmanager's webhook."""

import json

import pytest

from watchkeep.doors.ingest.answers import Refusal
from watchkeep.doors.ingest.formats.alertmanager import Alertmanager
from watchkeep.doors.ingest.tests.speaking import KEY, call, captured
from watchkeep.insight.detection.models.signal import Action, Severity

way = Alertmanager()


def test_a_firing_alert_as_alertmanager_sends_it():
    heard = way.read(call(captured("alertmanager-001")))
    (said,) = heard.signals
    assert (heard.key, said.key, said.action) == (KEY, "ba0b63e6c4776659", Action.TRIGGER)
    assert (said.summary, said.severity) == ("https://shop.example.net/health is down", Severity.CRITICAL)
    assert (said.source, said.labels["env"]) == ("127.0.0.1:18301", "prod")
    assert said.stamp.isoformat() == "2026-11-23T08:07:05.024000+00:00"
    assert said.links[-1].text == "Source of the alert"


def test_its_recovery_has_the_same_key_and_the_time_of_the_end():
    (said,) = way.read(call(captured("alertmanager-004"))).signals
    assert (said.key, said.action) == ("ba0b63e6c4776659", Action.RESOLVE)
    assert said.stamp.isoformat() == "2026-11-23T08:07:23.024000+00:00"


def test_each_alert_of_a_group_is_one_event():
    heard = way.read(call(captured("alertmanager-002")))
    assert [said.source for said in heard.signals] == ["127.0.0.1:18301"] * 2
    assert len({said.key for said in heard.signals}) == 2
    assert json.loads(way.accepted(heard).body) == {"status": "success", "events": 2}


def test_links_come_from_annotations_and_lead_to_the_web():
    (said, _) = way.read(call(captured("alertmanager-003"))).signals
    assert [(link.text, link.href) for link in said.links][:2] == [
        ("Dashboard", "https://grafana.example.net/d/disk"),
        ("Runbook", "https://runbooks.example.net/disk-full"),
    ]


def test_alerts_that_were_left_out_are_noted():
    body = json.loads(captured("alertmanager-001")) | {"truncatedAlerts": 12}
    (said,) = way.read(call(body)).signals
    assert said.notes == ["Alertmanager left out 12 more alerts of this group (max_alerts)."]


def test_an_alert_without_a_fingerprint_is_known_by_its_labels():
    alert = {"status": "firing", "labels": {"alertname": "Down", "b": "1"}}
    other = {"status": "resolved", "labels": {"b": "1", "alertname": "Down"}}
    one, two = way.read(call({"alerts": [alert, other]})).signals
    assert one.key == two.key


def test_an_alert_without_words_is_called_by_its_name():
    alert = {"status": "firing", "labels": {"alertname": "Down", "instance": "db1"}}
    assert way.read(call({"alerts": [alert]})).signals[0].summary == "Down db1"


@pytest.mark.parametrize(
    ("word", "severity"),
    [("page", "critical"), ("warning", "warning"), ("none", "info"), ("", "error"), ("odd", "error")],
)
def test_severities_are_brought_to_ours(word, severity):
    alert = {"status": "firing", "labels": {"severity": word}}
    assert way.read(call({"alerts": [alert]})).signals[0].severity == severity


def test_a_group_without_alerts_is_taken_and_says_nothing():
    assert way.read(call({"alerts": []})).signals == []


@pytest.mark.parametrize(
    "body", [{}, [], {"alerts": {}}, {"alerts": [{}]}, {"alerts": [{"status": "odd", "labels": {}}]}, {"alerts": [7]}]
)
def test_the_wrong_shape_is_refused_as_a_problem_document(body):
    with pytest.raises(Refusal) as refused:
        way.read(call(body))
    answer = way.refused(refused.value)
    assert (answer.status, answer.content_type) == (400, b"application/problem+json")


def test_too_many_is_503_because_alertmanager_gives_up_on_429():
    assert way.refused(Refusal(429, "too_fast")).status == 503

"""The plain JSON hook."""

import json

import pytest

from watchkeep.doors.ingest.answers import Refusal
from watchkeep.doors.ingest.formats.plain import Plain
from watchkeep.doors.ingest.tests.speaking import call
from watchkeep.insight.detection.models.signal import Action

way = Plain()


def read(body):
    return way.read(call(body)).signals


def test_a_report_in_four_words():
    (said,) = read({"key": "disk/db1", "status": "firing", "summary": "Disk full", "severity": "critical"})
    assert (said.key, said.action, said.summary, said.severity) == ("disk/db1", Action.TRIGGER, "Disk full", "critical")


def test_an_array_is_many():
    assert [said.key for said in read([{"key": "a"}, {"key": "b", "status": "ok"}])] == ["a", "b"]


def test_the_keys_come_back():
    heard = way.read(call([{"key": "a"}, {"key": "b"}]))
    assert json.loads(way.accepted(heard).body) == {"status": "success", "events": 2, "keys": ["a", "b"]}


def test_without_a_key_the_words_are_the_key():
    one, two, three = read([{"summary": "x"}, {"summary": "x"}, {"summary": "x", "source": "db"}])
    assert (one.key == two.key, one.key == three.key) == (True, False)


def test_labels_links_and_the_rest_are_kept():
    body = {"summary": "x", "labels": {"env": "prod", "n": 3, "up": False}, "links": ["https://a.example"], "more": [1]}
    (said,) = read(body)
    assert said.labels == {"env": "prod", "n": "3", "up": "false"}
    assert said.links[0].href == "https://a.example"
    assert json.loads(bytes(said.details)) == {"more": [1]}


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "'summary' is missing."),
        ({"status": "resolved"}, "'key' is missing: to resolve an alert, say which."),
        ({"summary": ["x"]}, "'summary' must be a string."),
        ({"summary": "x", "labels": []}, "'labels' must be an object."),
        ({"summary": "x", "links": [4]}, "'links' must be an array of addresses or of objects with 'href' and 'text'."),
        ([{"summary": "x"}, {}], "Event 2: 'summary' is missing."),
    ],
)
def test_what_is_wrong_is_said(body, error):
    with pytest.raises(Refusal) as refused:
        read(body)
    assert refused.value.errors == [error]


@pytest.mark.parametrize("body", ["text", 4, None, [1]])
def test_what_is_no_object_is_refused(body):
    with pytest.raises(Refusal) as refused:
        read(body)
    assert refused.value.status == 400


def test_more_than_a_thousand_at_once_are_refused():
    with pytest.raises(Refusal) as refused:
        read([{"key": "k"}] * 1001)
    assert refused.value.status == 413

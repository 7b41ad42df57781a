"""Whatever bytes come in, the answer is either a set of events that can be kept, or a refusal with a reason."""

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchkeep.doors.ingest import decoding
from watchkeep.doors.ingest.answers import Refusal
from watchkeep.doors.ingest.lane import PATHS
from watchkeep.doors.ingest.rejections import head
from watchkeep.doors.ingest.tests.speaking import call, captured, trigger
from watchkeep.insight.detection.models.signal import decode, encode

TEXTS = st.text(st.characters(), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    [
        "routing_key",
        "event_action",
        "dedup_key",
        "payload",
        "summary",
        "source",
        "severity",
        "timestamp",
        "custom_details",
        "links",
        "images",
        "href",
        "alerts",
        "labels",
        "annotations",
        "status",
        "fingerprint",
        "startsAt",
        "specversion",
        "id",
        "type",
        "subject",
        "data",
        "time",
        "key",
        "details",
        "at",
    ]
)
SHAPES = st.dictionaries(FIELDS, VALUES | st.dictionaries(FIELDS, VALUES, max_size=5), max_size=8)
WAYS = pytest.mark.parametrize("way", PATHS.values(), ids=PATHS)


def survive(way, body: bytes, **headers: str) -> None:
    """Read it; what is taken must be storable and come back as it was."""
    try:
        heard = way.read(call(body, **headers))
    except Refusal as refusal:
        json.loads(way.refused(refusal).body)
        return
    json.loads(way.accepted(heard).body)
    for signal in heard.signals:
        content = encode(signal).decode()
        assert "\x00" not in content
        assert "\\u0000" not in content.replace("\\\\", "")
        assert decode(content).key == signal.key
        assert 0 < len(signal.key) <= 255


@WAYS
@given(body=st.binary(max_size=200))
def test_any_bytes(way, body):
    survive(way, body)


@WAYS
@given(value=VALUES | SHAPES | st.lists(SHAPES, max_size=3))
def test_any_json(way, value):
    survive(way, json.dumps(value).encode())
    survive(way, json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


@WAYS
@given(value=SHAPES, cut=st.integers(0, 400))
def test_any_json_cut_off(way, value, cut):
    survive(way, json.dumps(value).encode()[:cut])


@given(
    name=st.sampled_from(["pagerduty-001", "alertmanager-002", "cloudevents-001"]),
    at=st.integers(0, 900), byte=st.integers(0, 255),
)  # fmt: skip
def test_any_byte_of_a_real_message_changed(name, at, byte):
    body = bytearray(captured(name))
    body[at % len(body)] = byte
    for way in PATHS.values():
        survive(way, bytes(body))


@given(
    st.dictionaries(
        st.sampled_from(["ce_specversion", "ce_id", "ce_type", "ce_source", "ce_time"]), TEXTS.filter(str.isascii)
    ),
    st.binary(max_size=60),
)
def test_any_headers_of_a_binary_cloudevent(headers, body):
    survive(PATHS["/ingest/cloudevents"], body, **{"ce_specversion": "1.0", **headers})


@pytest.mark.parametrize("depth", [50, 500, 5_000, 200_000])
@WAYS
def test_deep_nesting(way, depth):
    survive(way, b'{"routing_key":"k","payload":{"custom_details":' + b"[" * depth + b"]" * depth + b"}}")
    survive(way, b"[" * depth)


def test_numbers_beyond_all_measure():
    survive(
        PATHS["/v2/enqueue"], json.dumps(trigger(payload={"custom_details": {"n": 1e308}})).encode()[:-2] + b"9" * 5000
    )
    survive(PATHS["/ingest/json"], b'{"summary":"x","n":' + b"9" * 5000 + b"}")


def test_a_gzip_bomb_is_stopped_at_the_limit():
    bomb = gzip.compress(b"\x00" * 50_000_000)
    with pytest.raises(Refusal) as refused:
        decoding.gunzip(bomb, 512 * 1024)
    assert refused.value.status == 413


@pytest.mark.parametrize(
    "body", [b"", b"plain", gzip.compress(b"{}" * 1000)[:-10]], ids=["empty", "plain", "cut short"]
)
def test_broken_gzip_is_refused(body):
    with pytest.raises(Refusal) as refused:
        decoding.gunzip(body, 1000)
    assert refused.value.status in {400, 413}


@pytest.mark.parametrize(
    "body",
    [
        b'{"routing_key": "0123456789abcdef", "x": 1}', b'{"password":"hunter2 0123456789abcdef"}',
        b"token=0123456789abcdef&x=1", b'{"api_key" : "0123456789abcdef', b'{"my_secret_token":"a\\"0123456789abcdef"}',
    ],
)  # fmt: skip
def test_the_log_of_what_was_refused_holds_no_secrets(body):
    assert "0123456789abcdef" not in head(body)
    assert "hidden" in head(body)

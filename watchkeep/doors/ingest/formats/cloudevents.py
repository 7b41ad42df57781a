"""CloudEvents 1.0 over HTTP: ``POST /ingest/cloudevents`` in structured, binary and batch mode.

The alert is known by source, subject and the stem of the type, so that ``…disk.raised`` and
``…disk.resolved`` of one subject meet; ``data`` may give a ``key``, ``severity``, ``status`` of its own.
"""

import base64
import binascii
from typing import Any
from urllib.parse import unquote

import msgspec

from watchkeep.doors.ingest import decoding
from watchkeep.doors.ingest.answers import Answer, Refusal, encode, problem
from watchkeep.doors.ingest.calls import Call
from watchkeep.doors.ingest.formats import Heard, reports, words
from watchkeep.insight.detection.models.signal import Action, Signal

_ATTRIBUTES = {"specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema"}
_NEEDED = ("specversion", "id", "source", "type")
_one: "msgspec.json.Decoder[dict[str, Any]]" = msgspec.json.Decoder(dict[str, Any])
_many: "msgspec.json.Decoder[list[dict[str, Any]]]" = msgspec.json.Decoder(list[dict[str, Any]])


class CloudEvents:
    """CloudEvents in any of its three modes."""

    kind = "cloudevents"
    limit = 1024 * 1024
    methods = frozenset({"POST", "OPTIONS"})

    def read(self, call: Call) -> Heard:
        """One event, or a batch. Raises Refusal naming the first that is wrong: all are taken or none."""
        if "ce-specversion" in (name.decode("latin-1") for name in call.headers):
            return Heard(call.key, [_signal(_binary(call), [])])
        try:
            if call.media_type == "application/cloudevents-batch+json":
                batch, notes = decoding.decode(_many, call.body)
                reports.refuse_too_many(len(batch))
                return Heard(call.key, [_signal(one, notes, f"Event {n}: ") for n, one in enumerate(batch, 1)])
            event, notes = decoding.decode(_one, call.body)
        except msgspec.ValidationError as error:
            raise Refusal(400, "invalid_event", ["The body is not a CloudEvent in JSON format."]) from error
        return Heard(call.key, [_signal(event, notes)])

    def accepted(self, heard: Heard) -> Answer:
        """202, with the keys under which the alerts are known."""
        keys = [signal.key for signal in heard.signals]
        return Answer(202, encode({"status": "success", "events": len(keys), "keys": keys}))

    def refused(self, refusal: Refusal) -> Answer:
        """A problem document."""
        return problem(refusal)


def consent(call: Call) -> Answer:
    """The answer to a webhook sender that asks, by OPTIONS, whether it may deliver here."""
    origin = call.headers.get(b"webhook-request-origin", b"*")
    headers = (
        (b"webhook-allowed-origin", origin),
        (b"webhook-allowed-rate", b"*"),
        (b"allow", b"POST, OPTIONS"),
    )
    return Answer(200, headers=headers)


def _binary(call: Call) -> dict[str, Any]:
    """The event whose attributes came as headers and whose data is the body."""
    names = {name.decode("latin-1"): value.decode("latin-1") for name, value in call.headers.items()}
    event: dict[str, Any] = {
        name.removeprefix("ce-"): decoding.storable(unquote(value))
        for name, value in names.items()
        if name.startswith("ce-")
    }
    if call.media_type == "application/json" or call.media_type.endswith("+json"):
        event["data"] = decoding.decode(msgspec.json.Decoder(), call.body)[0] if call.body else None
    else:
        event["data"] = decoding.storable(call.body.decode("utf-8", "replace"))
    return event


def _signal(event: dict[str, Any], notes: list[str], where: str = "") -> Signal:
    _refuse_bad_attributes(event, where)
    stem, action = _parted(event["type"])
    data = _data(event, where)
    subject = str(event.get("subject") or "")
    known_as = words.key(event["source"], stem, subject)
    heard = reports.signal(data, where=where, key=known_as, action=action)
    if heard.summary == known_as:
        heard.summary = f"{stem}: {subject or event['source']}"[: words.MAX_SUMMARY]
    extensions = {name: value for name, value in event.items() if name not in _ATTRIBUTES | {"data", "data_base64"}}
    own = {"type": event["type"], "subject": subject, "event_source": event["source"]}
    heard.labels = words.labels({**extensions, **own, **heard.labels})
    heard.source = heard.source or (subject or event["source"])[: words.MAX_LABEL]
    heard.at = heard.stamp = words.instant(event.get("time")) or heard.at
    heard.client = event["source"][:255]
    heard.notes = heard.notes + notes
    return heard


def _refuse_bad_attributes(event: dict[str, Any], where: str) -> None:
    missing = [name for name in _NEEDED if event.get(name) in (None, "")]
    if missing:
        raise Refusal(400, "invalid_event", [f"{where}the attribute '{name}' is missing." for name in missing])
    wrong = [name for name in _ATTRIBUTES if not isinstance(event.get(name), str | None)]
    if wrong:
        raise Refusal(400, "invalid_event", [f"{where}the attribute '{name}' must be a string." for name in wrong])
    if event["specversion"] != "1.0":
        raise Refusal(400, "invalid_event", [f"{where}'specversion' must be 1.0."])
    if event.get("time") and words.instant(event["time"]) is None:
        raise Refusal(400, "invalid_event", [f"{where}'time' must be an RFC 3339 time."])


def _data(event: dict[str, Any], where: str) -> dict[str, Any]:
    """The data as an object; anything else stands as its details."""
    data = event.get("data")
    if "data_base64" in event:
        try:
            data = base64.b64decode(str(event["data_base64"]), validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError) as error:
            raise Refusal(400, "invalid_event", [f"{where}'data_base64' is not valid base64."]) from error
        data = _parsed(decoding.storable(data))
    if isinstance(data, dict):
        return data
    return {"details": {"data": data}} if data not in (None, "") else {}


def _parsed(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return text


def _parted(kind: str) -> tuple[str, Action | None]:
    """The stem of a type, and what its last word does, if it does anything: ``a.b.resolved``."""
    stem, _, last = kind.rpartition(".")
    action = words.ACTION.get(last.lower())
    return (stem, action) if stem and action else (kind, None)

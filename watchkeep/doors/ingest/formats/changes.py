"""PagerDuty change events: ``POST /v2/change/enqueue``. A change is on record; it alerts nobody."""

import uuid
from typing import Any

import msgspec

from watchkeep.doors.ingest.answers import Answer, Refusal
from watchkeep.doors.ingest.calls import Call
from watchkeep.doors.ingest.formats import Heard, events_v2, words
from watchkeep.insight.detection.models.signal import Action, Signal


class Payload(msgspec.Struct):
    """What was changed."""

    summary: str
    source: str | None = None
    timestamp: str | int | float | None = None
    custom_details: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class Message(msgspec.Struct):
    """The whole body."""

    routing_key: str
    payload: Payload | None = None
    links: list[events_v2.PlainLink] | None = None


_decoder = msgspec.json.Decoder(Message)


class Changes:
    """Change events."""

    kind = "events_v2"
    limit = events_v2.LIMIT
    methods = frozenset({"POST"})

    def read(self, call: Call) -> Heard:
        """One change. Raises Refusal."""
        message, notes = events_v2.shaped(_decoder, call.body, _explain)
        payload = message.payload
        signal = Signal(
            key=str(uuid.uuid4()),
            action=Action.CHANGE,
            summary=payload.summary[: words.MAX_SUMMARY],
            source=(payload.source or "")[: words.MAX_LABEL],
            at=words.instant(payload.timestamp),
            links=events_v2.links(message.links),
            details=events_v2.given(payload.custom_details),
            notes=notes,
        )
        return Heard(message.routing_key, [signal])

    def accepted(self, heard: Heard) -> Answer:  # noqa: ARG002  # one of the formats
        """202."""
        return Answer(202, b'{"status":"success","message":"Change event processed"}')

    def refused(self, refusal: Refusal) -> Answer:
        """As for alert events."""
        return events_v2.refused(refusal)


def _explain(body: Any) -> list[str]:
    if not isinstance(body, dict):
        return ["The event must be a JSON object"]
    errors = (
        []
        if isinstance(body.get("routing_key"), str) and body["routing_key"]
        else ["'routing_key' is missing or blank"]
    )
    payload = body.get("payload")
    if not isinstance(payload, dict):
        return [*errors, "'payload' is missing or blank"]
    if not isinstance(payload.get("summary"), str) or not payload["summary"].strip():
        errors.append("'payload.summary' is missing or blank")
    if not isinstance(payload.get("source"), str | None):
        errors.append("'payload.source' must be a string")
    return errors + events_v2.list_errors({"links": body.get("links")})

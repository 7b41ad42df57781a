"""The plain JSON hook: ``POST /ingest/json`` with one report, or an array of up to a thousand.

``{"key": "disk/db1", "status": "firing", "summary": "Disk full", "severity": "critical"}`` is all it takes.
"""

from typing import Any

import msgspec

from watchkeep.doors.ingest import decoding
from watchkeep.doors.ingest.answers import Answer, Refusal, encode, problem
from watchkeep.doors.ingest.calls import Call
from watchkeep.doors.ingest.formats import Heard, reports

_decoder: "msgspec.json.Decoder[dict[str, Any] | list[dict[str, Any]]]" = msgspec.json.Decoder(
    dict[str, Any] | list[dict[str, Any]]
)


class Plain:
    """Our own hook."""

    kind = "json"
    limit = 1024 * 1024
    methods = frozenset({"POST"})

    def read(self, call: Call) -> Heard:
        """One event, or many. Raises Refusal naming the first that is wrong: all are taken or none."""
        try:
            body, notes = decoding.decode(_decoder, call.body)
        except msgspec.ValidationError as error:
            raise Refusal(400, "invalid_event", ["The body must be an object, or an array of objects."]) from error
        if isinstance(body, dict):
            signals = [reports.signal(body)]
        else:
            reports.refuse_too_many(len(body))
            signals = [reports.signal(one, where=f"Event {n}: ") for n, one in enumerate(body, 1)]
        for signal in signals if notes else ():
            signal.notes = signal.notes + notes
        return Heard(call.key, signals)

    def accepted(self, heard: Heard) -> Answer:
        """202, with the keys under which the alerts are known."""
        keys = [signal.key for signal in heard.signals]
        return Answer(202, encode({"status": "success", "events": len(keys), "keys": keys}))

    def refused(self, refusal: Refusal) -> Answer:
        """A problem document."""
        return problem(refusal)

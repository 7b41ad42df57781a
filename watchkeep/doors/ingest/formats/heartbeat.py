"""A heartbeat: any GET, HEAD or POST to ``/ingest/heartbeat/KEY`` says "I am alive". The body is ignored."""

from watchkeep.doors.ingest.answers import Answer, Refusal, problem
from watchkeep.doors.ingest.calls import Call
from watchkeep.doors.ingest.formats import Heard
from watchkeep.insight.detection.models.signal import Action, Signal

KEY = "heartbeat"


class Heartbeat:
    """One beat."""

    kind = "heartbeat"
    limit = 64 * 1024
    methods = frozenset({"GET", "HEAD", "POST"})

    def read(self, call: Call) -> Heard:
        """One beat."""
        return Heard(call.key, [Signal(key=KEY, action=Action.BEAT)])

    def accepted(self, heard: Heard) -> Answer:  # noqa: ARG002  # one of the formats
        """202: the beat is on record."""
        return Answer(202, b'{"status":"success"}')

    def refused(self, refusal: Refusal) -> Answer:
        """A problem document."""
        return problem(refusal)

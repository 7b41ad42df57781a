"""What a pipeline asks at the gate, and how it is answered."""

from __future__ import annotations

from typing import Any

from watchkeep.doors.integrations.pipelines.taking import actor_of
from watchkeep.doors.integrations.pipelines.words import Said, Unreadable, text
from watchkeep.work.changes import life
from watchkeep.work.changes.models import Asking, PipelineSource

LARGEST = 64 * 2**10
FIELDS = ("service", "environment", "model", "revision", "commit", "change", "key", "url", "who")
ENDS = "state"


def ask(source: PipelineSource, said: Said) -> dict[str, Any]:
    """Ask in the name of a source, or say how what it asked about has ended. Raises Unreadable, Refused."""
    odd = [name for name in (*FIELDS, ENDS) if not isinstance(said.get(name), str | None)]
    if odd:
        raise Unreadable(f"“{odd[0]}” is a text.")
    told = {name: text(said.get(name), 500) for name in FIELDS}
    if ended := text(said.get(ENDS)):
        return answer(life.end_asked(told["key"], ended, by=actor_of(source)))
    return answer(life.ask_gate(life.Question(**told), by=actor_of(source), source=source))


def answer(asking: Asking) -> dict[str, Any]:
    """The gate's answer as programs read it."""
    return {
        "verdict": asking.verdict,
        "reasons": [{"code": one["code"], "words": one["words"]} for one in asking.reasons],
        "change": asking.change.number if asking.change else None,
        "asking": asking.pk,
    }

"""Builders of communication: audiences and drafts."""

from itertools import count
from typing import Any

from testing.makers import work
from watchkeep.duty.communications import life
from watchkeep.duty.communications.models import Audience, Message
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.incidents.models import Incident

_number = count(1)


def audience(kind: str = "team", **more: Any) -> Audience:
    """An audience that is told of nothing by itself unless told otherwise."""
    values = {"name": f"Audience {next(_number)}", "from_severity": 0} | more
    return life.save_audience(by=CLOCK, kind=kind, **values)


def message(incident: Incident | None = None, *, to: Audience | None = None, **more: Any) -> Message:
    """A draft for an audience, made by the template of its phase."""
    on = incident or work.incident("in_progress")
    return life.draft_by_hand(on, to or audience(), by=more.pop("by", CLOCK), **({"phase": "update"} | more))

"""The map of an incident's life, and the one way to walk it.

If the process dies in a verb, its transaction never was: state, detail and fact stand or fall together.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.lifecycle import Lifecycle, Step
from watchkeep.work.incidents.models import Incident
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets.models import DONE, State, stirred

NEW, TRIAGED, IN_PROGRESS, ON_HOLD = State.NEW, State.TRIAGED, State.IN_PROGRESS, State.ON_HOLD
RESTORED, RESOLVED, CLOSED, CANCELLED = State.RESTORED, State.RESOLVED, State.CLOSED, State.CANCELLED

BROKEN = (NEW, TRIAGED, IN_PROGRESS, ON_HOLD)
OPEN = (*BROKEN, RESTORED)
MERGEABLE = (*OPEN, RESOLVED)
STATES = (*OPEN, RESOLVED, CLOSED, CANCELLED)
ENDED = (RESTORED, RESOLVED, CLOSED, CANCELLED)

LIFE = Lifecycle(
    Step("triage", (NEW,), TRIAGED, may=P.WORK, label=_("Triage")),
    Step("acknowledge", (NEW, TRIAGED), IN_PROGRESS, may=P.WORK, label=_("Acknowledge")),
    Step("start", (TRIAGED,), IN_PROGRESS, may=P.WORK, label=_("Start work")),
    Step("hold", (TRIAGED, IN_PROGRESS), ON_HOLD, may=P.WORK, needs=("hold_reason",), label=_("Put on hold")),
    Step("resume", (ON_HOLD,), IN_PROGRESS, may=P.WORK, label=_("Resume")),
    Step("restore", BROKEN, RESTORED, may=P.WORK, label=_("Service restored")),
    Step("resolve", OPEN, RESOLVED, may=P.WORK, needs=("fix",), label=_("Resolve")),
    Step("close", (RESOLVED,), CLOSED, may=P.CLOSE, label=_("Close")),
    Step("cancel", BROKEN, CANCELLED, may=P.CANCEL, needs=("cancel_reason",), label=_("Cancel")),
    Step("reopen", ENDED, IN_PROGRESS, may=P.REOPEN, label=_("Reopen")),
    Step("return", ENDED, NEW, may=P.REOPEN),
    Step("post_update", OPEN, None, may=P.UPDATE, label=_("Post an update")),
    Step("merge", MERGEABLE, CLOSED, may=P.MERGE, label=_("Merge into another")),
    Step("take_in", MERGEABLE, None, may=P.MERGE),
    *(Step(f"unmerge_to_{state}", (CLOSED,), state, may=P.MERGE) for state in MERGEABLE),
    Step("set_parent", OPEN, None, may=P.MERGE, label=_("Set parent")),
    Step("lead", OPEN, None, may=P.MERGE),
)
"""``return``, ``take_in``, ``unmerge_to_…`` and ``lead`` are taken inside verbs and have no button of their own."""


def open_to(incident: Incident, actor: Actor) -> list[Step]:
    """The steps that this actor may take now: the buttons to draw."""
    steps = [step for step in LIFE.open_to(incident.ticket, actor) if step.label]
    if not incident.may_come_back:
        steps = [step for step in steps if step.verb != "reopen"]
    return [] if incident.is_merged else steps


def take(incident: Incident, verb: str, *, by: Actor, spine: Mapping[str, Any] | None = None, **details: Any) -> None:
    """Take a step: state and ``spine`` on the ticket, ``details`` on the incident, in one transaction."""
    end = LIFE.steps[verb].end
    changes = dict(spine or {}) | stirred("state", *(spine or {}))
    if end is not None:
        changes["is_open"] = end not in DONE
    LIFE.move(incident.ticket, verb, by=by, given=details, **changes)
    put(incident, **details)


def unless_known(name: str, at: datetime) -> Coalesce:
    """A time that is written once: the one that stands there already, else ``at``."""
    return Coalesce(F(name), Value(at))


def put(incident: Incident, **details: Any) -> None:
    """Write details of an incident whose ticket row this transaction already holds."""
    if details:
        Incident.objects.filter(pk=incident.pk).update(**details)
        incident.refresh_from_db(fields=list(details))

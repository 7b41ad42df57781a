"""The map of a change's life, and the one way to walk it.

If the process dies in a verb, its transaction never was: state, detail, window and fact stand or fall together.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from watchkeep.kernel import live
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.lifecycle import Lifecycle, Step
from watchkeep.work.changes.models import Change, Kind
from watchkeep.work.changes.permissions import P
from watchkeep.work.tickets.models import DONE, State, Ticket, stirred

DRAFT, ASSESSING, WAITING, APPROVED = State.DRAFT, State.ASSESSING, State.WAITING, State.APPROVED
SCHEDULED, IMPLEMENTING, EVALUATING = State.SCHEDULED, State.IMPLEMENTING, State.EVALUATING
CLOSED, CANCELLED = State.CLOSED, State.CANCELLED
AGREED = (WAITING, APPROVED, SCHEDULED)
PLANNING = (DRAFT, ASSESSING, *AGREED)
OPEN = (*PLANNING, IMPLEMENTING, EVALUATING)
STATES = (*OPEN, CLOSED, CANCELLED)

LIFE = Lifecycle(
    Step("submit", (DRAFT,), ASSESSING, may=P.PLAN, needs=(
        "purpose", "touches", "plan", "test_plan", "back_out_plan", "starts_at", "ends_at", "owner", "implementer",
    ), label=_("Submit")),
    Step("rush", (DRAFT,), IMPLEMENTING, may=P.RUSH, needs=(
        "purpose", "reason", "touches", "back_out_plan", "owner", "implementer",
    ), label=_("Begin as an emergency")),
    Step("ask", (ASSESSING,), WAITING, may=P.PLAN, label=_("Ask for approval")),
    Step("schedule", (APPROVED,), SCHEDULED, may=P.SCHEDULE, needs=("starts_at", "ends_at"), label=_("Schedule")),
    Step("begin", (SCHEDULED,), IMPLEMENTING, may=P.IMPLEMENT, label=_("Begin")),
    Step("record", (DRAFT, APPROVED, SCHEDULED), IMPLEMENTING, may=P.REPORT),
    Step("take_step", (IMPLEMENTING, EVALUATING), None, may=P.IMPLEMENT),
    Step("finish", (IMPLEMENTING,), EVALUATING, may=P.IMPLEMENT, label=_("Finished")),
    Step("back_out", (IMPLEMENTING, EVALUATING), EVALUATING, may=P.IMPLEMENT, needs=("reason",), label=_("Back out")),
    Step("close", (EVALUATING,), CLOSED, may=P.CLOSE, needs=("outcome",), label=_("Close")),
    Step("rework", (ASSESSING, *AGREED), DRAFT, may=P.PLAN, needs=("reason",), label=_("Back to draft")),
    Step("cancel", PLANNING, CANCELLED, may=P.PLAN, needs=("cancel_reason",), label=_("Call off")),
    Step("amend", PLANNING, None, may=P.PLAN),
    Step("pass", (ASSESSING, WAITING), APPROVED, may=P.PLAN),
    Step("turn_down", AGREED, DRAFT, may=P.PLAN, needs=("turned_down",)),
    Step("unsettle", AGREED, ASSESSING, may=P.PLAN),
)  # fmt: skip
"""``record`` is taken when a pipeline says that it goes live.

``pass`` and ``turn_down`` follow from approvals, ``unsettle`` from edits of what was approved: no buttons."""


def open_to(change: Change, actor: Actor) -> list[Step]:
    """The steps that this actor may take now: the buttons to draw."""
    steps = [step for step in LIFE.open_to(change.ticket, actor) if step.label]
    hidden = {"rush"} if change.kind != Kind.EMERGENCY else {"submit"}
    if change.is_backed_out:
        hidden.add("back_out")
    return [step for step in steps if step.verb not in hidden]


def take(
    change: Change, verb: str, *, by: Actor, spine: Mapping[str, Any] | None = None,
    given: Mapping[str, Any] | None = None, **details: Any,
) -> None:  # fmt: skip
    """Take a step: state and ``spine`` on the ticket, ``details`` on the change, in one transaction.

    ``given`` is what the step needs and other rows keep.
    """
    end = LIFE.steps[verb].end
    moved = dict(spine or {}) | stirred("state", *(spine or {}))
    if end is not None:
        moved["is_open"] = end not in DONE
    LIFE.move(change.ticket, verb, by=by, given={**details, **(given or {})}, **moved)
    if details:
        Change.objects.filter(pk=change.pk).update(**details)
        for name, value in details.items():
            setattr(change, name, value)
    if not details.keys().isdisjoint(("begun_at", "ended_at")):
        live.changed("changes")


def hold(change: Change) -> None:
    """Lock the ticket first, as every verb does that touches an approval as well, and read both rows anew."""
    list(Ticket.objects.select_for_update().filter(pk=change.pk).values_list("pk"))
    change.ticket.refresh_from_db(fields=["state", "is_open", "assignee", "requester", "team", "service", "version"])
    change.refresh_from_db(
        fields=["kind", "starts_at", "ends_at", "owner", "window", "risk", "is_backed_out", "is_public"]
    )

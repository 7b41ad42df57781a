"""What would happen: each step with what the machine would send, and nothing is sent.

Nothing is written either: a rehearsal can be looked at as often as one likes, by whoever may read the procedure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from watchkeep.duty.automation.models import Run
from watchkeep.duty.automation.queries.runs import facts_of
from watchkeep.duty.automation.rules.steps import Act, Step, holds
from watchkeep.duty.connections import queries as actions
from watchkeep.duty.connections.models import Connection
from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets.models import Ticket

Fate = Literal["behind", "person", "machine", "passed", "depends"]


@dataclass(frozen=True)
class Rehearsed:
    """A step as it would go.

    ``fate``: it lies behind; a person does it, or the machine can; its condition rules it out, or depends on an answer
    that nobody has given yet. ``sent`` and ``undoing`` are what would go out, without secrets; ``trouble`` says why the
    machine could not do it.
    """

    step: Step
    number: int
    fate: Fate
    label: str = ""
    connection: str = ""
    sent: str = ""
    undoing: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class _Stage:
    """What is known beforehand: the connections, and what placeholders mean (None: nothing is filled in)."""

    connections: Mapping[str, Connection]
    values: Mapping[str, Any] | None
    facts: Mapping[str, Any]
    answers: Mapping[str, str] = field(default_factory=dict)
    behind: frozenset[str] = frozenset()


def rehearse(steps: Sequence[Step], ticket: Ticket | None = None) -> list[Rehearsed]:
    """Each step as it would go on this incident; without one, placeholders stay as they are written."""
    known = _Stage(_connections(steps), _values(ticket), facts_of(ticket) if ticket else {})
    return [_rehearsed(number, step, known) for number, step in enumerate(steps, start=1)]


def rehearse_run(run: Run) -> list[Rehearsed]:
    """Each step of a run as it would go from here, with the answers given so far."""
    rows = list(run.steps.all())
    behind = frozenset(run.plan[row.position].key for row in rows if row.state in ("done", "skipped", "undone"))
    answers = {run.plan[row.position].key: row.answer for row in rows if row.answer}
    known = _Stage(_connections(run.plan), _values(run.ticket), facts_of(run.ticket), answers, behind)
    return [_rehearsed(number, step, known) for number, step in enumerate(run.plan, start=1)]


def _rehearsed(number: int, step: Step, known: _Stage) -> Rehearsed:
    fate = _fate(step, known)
    if step.action is None or fate == "behind":
        return Rehearsed(step, number, fate)
    said = {"label": str(actions.label_of(step.action.name)), "connection": step.action.connection}
    try:
        return Rehearsed(step, number, fate, **said, **_sent(step.action, known))
    except (Refused, actions.BadPlaceholder) as no:
        return Rehearsed(step, number, fate, **said, trouble=str(no))


def _fate(step: Step, known: _Stage) -> Fate:
    if step.key in known.behind:
        return "behind"
    condition = step.condition
    asks = condition is not None and condition.step and condition.step not in known.answers
    assumed = {condition.step: condition.answers[0]} if condition and asks else {}
    if not holds(condition, known.facts, {**known.answers, **assumed}):
        return "passed"
    if asks:
        return "depends"
    return "machine" if step.action else "person"


def _sent(act: Act, known: _Stage) -> dict[str, str]:
    """What goes out, and what would take it back. Raises Refused or BadPlaceholder."""
    action, connection = (
        actions.read(act.name, act.parameters, frozenset({"results"})),
        known.connections.get(act.connection),
    )
    if act.connection and connection is None:
        raise Refused(_("There is no connection called “%(name)s”.") % {"name": act.connection})
    if action.about.connects and (connection is None or connection.kind != action.about.connects):
        raise Refused(_("It has no connection of the right kind."))
    if connection and not connection.is_active:
        raise Refused(_("The connection “%(name)s” is paused.") % {"name": connection})
    undoing = action.undoing()
    return {
        "sent": actions.would_send(action, connection, known.values),
        "undoing": actions.would_send(undoing, connection, known.values) if undoing else "",
    }


def _connections(steps: Sequence[Step]) -> dict[str, Connection]:
    names = {step.action.connection for step in steps if step.action and step.action.connection}
    return {one.name: one for one in Connection.objects.filter(name__in=names)} if names else {}


def _values(ticket: Ticket | None) -> Mapping[str, Any] | None:
    return actions.values_for(ticket, {}) if ticket else None

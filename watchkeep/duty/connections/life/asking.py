"""Asking for an action, and asking to take one back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from watchkeep.duty.connections import events, queries
from watchkeep.duty.connections.life.steps import LIFE, tell_of
from watchkeep.duty.connections.models import ActionRun, Connection, State
from watchkeep.duty.connections.permissions import P
from watchkeep.duty.connections.rules.actions import Action, Ask, Wait
from watchkeep.duty.connections.rules.placeholders import BadPlaceholder
from watchkeep.kernel import clock, queue
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused


@transaction.atomic
def ask_for(
    action_name: str,
    *,
    by: Actor,
    parameters: Mapping[str, Any],
    connection: Connection | None = None,
    ticket_id: int | None = None,
    is_dry_run: bool = False,
    needs_approval: bool = False,
    undo_of: ActionRun | None = None,
    given: Mapping[str, Any] | None = None,
    timeout_seconds: int | None = None,
) -> ActionRun:
    """Ask for an action. A worker carries it out once, after somebody else's approval if it needs one.

    ``given`` are values for placeholders besides those of the ticket (plain JSON). A dry run ends at once: ``sent``
    says what would be sent. Raises Refused with the field that is wrong, NotAllowed without the permission.
    """
    by.need(P.RUN, _("run actions"))
    action = queries.read(action_name, parameters, frozenset(given or {}))
    _refuse_connection(action, connection)
    return begin(
        by=by,
        action=action_name,
        connection=connection,
        ticket_id=ticket_id,
        parameters=msgspec.to_builtins(action),
        given=dict(given or {}),
        is_dry_run=is_dry_run,
        needs_approval=needs_approval and not is_dry_run,
        undo_of=undo_of,
        timeout_seconds=_timeout(action, timeout_seconds),
    )


@transaction.atomic
def undo(run: ActionRun, *, by: Actor) -> ActionRun:
    """Ask for what takes a run back, with the values that it ran with. Whoever approved the run approved this, too."""
    by.need(P.RUN, _("undo actions"))
    if run.started_at is None or run.is_dry_run:
        raise Refused(_("It never ran: there is nothing to undo."))
    action = queries.action_of(run).undoing()
    if action is None:
        raise Refused(_("This action says no way to undo it."))
    LIFE.move(run, "undo", by=by, due_at=None)
    _refuse_connection(action, run.connection)
    return begin(
        by=by,
        action=run.action,
        connection=run.connection,
        ticket_id=run.ticket_id,
        parameters=msgspec.to_builtins(action),
        given=run.given,
        values=run.values,
        undo_of=run,
        timeout_seconds=run.timeout_seconds,
    )


def begin(*, by: Actor, needs_approval: bool = False, **what: Any) -> ActionRun:
    """Put a run on record, and let it go on unless somebody has to agree first."""
    asker = {"asked_by": by.key, "asked_by_name": by.name[:120], "asked_by_person_id": by.person}
    first = State.WAITING_APPROVAL if needs_approval else State.QUEUED
    try:
        with transaction.atomic():
            run = ActionRun.objects.create(state=first, needs_approval=needs_approval, **asker, **what)
    except IntegrityError as error:
        raise Refused(_("It is being undone already.")) from error
    tell_of(
        run,
        events.Asked,
        by=by,
        connection=run.connection_id,
        is_dry_run=run.is_dry_run,
        needs_approval=run.needs_approval,
        undo_of=run.undo_of_id,
    )
    if not run.needs_approval:
        release(run)
    return run


def release(run: ActionRun) -> None:
    """Let a queued run go on: a dry run and a wait need no worker, everything else does."""
    if run.is_dry_run or run.action in {Wait.about.name, Ask.about.name}:
        _go_on_at_once(run)
    else:
        queue.nudge("actions")


def _go_on_at_once(run: ActionRun) -> None:
    now = clock.now()
    values = queries.values_of(run)
    run.values = values
    try:
        sent = queries.shown(run)
    except BadPlaceholder as error:
        LIFE.move(run, "fail", by=CLOCK, ended_at=now, why=str(error)[:300])
        tell_of(run, events.Failed, by=CLOCK, why=str(error)[:200], result={})
        return
    if run.is_dry_run:
        LIFE.move(run, "rehearse", by=CLOCK, ended_at=now, sent=sent, values=values)
        tell_of(run, events.Succeeded, by=CLOCK, result={}, is_dry_run=True)
        return
    seconds = min(run.parameters.get("seconds", run.timeout_seconds), run.timeout_seconds)
    due = now + timedelta(seconds=seconds)
    LIFE.move(run, "wait", by=CLOCK, started_at=now, due_at=due, sent=sent, values=values)
    tell_of(run, events.Started, by=CLOCK)


def _refuse_connection(action: Action, connection: Connection | None) -> None:
    wanted = action.about.connects
    if not wanted and connection:
        raise Refused(_("This action takes no connection."), field="connection")
    if wanted and (connection is None or wanted not in {connection.kind, "*"}):
        raise Refused(_("Choose a connection of the right kind."), field="connection")
    if connection and not connection.is_active:
        raise Refused(_("The connection is paused."), field="connection")


def _timeout(action: Action, wanted: int | None) -> int:
    longest = action.about.longest_seconds
    if wanted is not None and not 1 <= wanted <= longest:
        raise Refused(_("Give 1 to %(most)s seconds.") % {"most": longest}, field="timeout_seconds")
    return wanted or action.about.timeout_seconds

"""How a run is taken by a worker, carried out once, and settled.

A worker marks it running and commits before anything is sent, and sends it with no transaction open. If the process
dies in between, nobody knows how far it came: the run fails as interrupted and is never repeated by itself.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.connections import events, queries
from watchkeep.duty.connections.life.steps import LIFE, tell_of
from watchkeep.duty.connections.models import ActionRun, State
from watchkeep.duty.connections.rules import masking
from watchkeep.duty.connections.rules.actions import Ask, Probe
from watchkeep.duty.connections.rules.placeholders import BadPlaceholder
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

LEASE_SECONDS = 30
"""How long a worker that gives no sign of life is believed to be at work."""
MOST_OUTPUT = 64 * 1024
INTERRUPTED = "interrupted"


class End(Enum):
    """How it went."""

    SUCCEEDED = "succeed"
    FAILED = "fail"
    TIMED_OUT = "time_out"


@dataclass(frozen=True)
class Outcome:
    """What an executor says of a run. ``why`` in words, unless it went well."""

    end: End
    output: str = ""
    why: str = ""
    result: dict[str, str | int | bool] = field(default_factory=dict)


@transaction.atomic
def take() -> ActionRun | None:
    """Take the oldest queued run and mark it running; nobody else will ever take it again."""
    rows = ActionRun.objects.queued().select_related("connection", "ticket__service", "ticket__team")
    run = rows.select_for_update(of=("self",), skip_locked=True).first()
    if run is None:
        return None
    return start(run)


def start(run: ActionRun) -> ActionRun | None:
    """Mark it running, with what its placeholders mean now. None when it cannot even begin; it has failed then."""
    now, run.values = clock.now(), queries.values_of(run)
    try:
        _refuse_paused(run)
        sent = queries.shown(run)
    except (BadPlaceholder, Refused) as error:
        LIFE.move(run, "fail", by=CLOCK, ended_at=now, why=str(error)[:300])
        tell_of(run, events.Failed, by=CLOCK, why=str(error)[:200], result={})
        return run
    lease = now + timedelta(seconds=LEASE_SECONDS)
    LIFE.move(run, "start", by=CLOCK, started_at=now, due_at=lease, sent=sent, values=run.values)
    tell_of(run, events.Started, by=CLOCK)
    return run


@transaction.atomic
def settle(run: ActionRun, outcome: Outcome) -> None:
    """Write down what came of it, without secrets. Raises Refused when it was cancelled or given up meanwhile."""
    now = clock.now()
    secrets = queries.secrets_of(run.connection)
    output = _cut(masking.mask(outcome.output.replace("\x00", ""), secrets))
    why = masking.mask(outcome.why.replace("\x00", ""), secrets)[:300]
    result = {name: _masked(value, secrets) for name, value in outcome.result.items()}
    LIFE.move(run, outcome.end.value, by=CLOCK, ended_at=now, due_at=None, output=output, why=why, result=result)
    told = {name: value for name, value in result.items() if not isinstance(value, str)}
    seconds = round((now - (run.started_at or now)).total_seconds(), 1)
    if outcome.end is End.SUCCEEDED:
        tell_of(run, events.Succeeded, by=CLOCK, seconds=seconds, result=told)
        _take_back(run)
    elif outcome.end is End.FAILED:
        tell_of(run, events.Failed, by=CLOCK, why=why[:200], result=told)
    else:
        tell_of(run, events.TimedOut, by=CLOCK, seconds=seconds)
    _note_answer(run, outcome)


def keep_alive(runs: Collection[int]) -> set[int]:
    """A worker says that it still carries these out. Returns those that it should go on with."""
    if not runs:
        return set()
    mine = ActionRun.objects.filter(pk__in=runs, state=State.RUNNING)
    mine.update(due_at=clock.now() + timedelta(seconds=LEASE_SECONDS))
    return set(mine.values_list("pk", flat=True))


@transaction.atomic
def interrupt_lost(limit: int = 50) -> int:
    """Sweep: end what is overdue. Waits are over, questions too late, and what a dead worker left has failed."""
    rows = ActionRun.objects.overdue(clock.now()).select_related("connection").order_by("due_at")
    due = list(rows.select_for_update(of=("self",), skip_locked=True)[:limit])
    for run in due:
        settle(run, _late(run))
    return len(due)


def _late(run: ActionRun) -> Outcome:
    if run.state == State.RUNNING:
        return Outcome(End.FAILED, why=INTERRUPTED)
    if run.action == Ask.about.name:
        return Outcome(End.TIMED_OUT, why=_("Nobody answered in time."))
    return Outcome(End.SUCCEEDED)


def _take_back(run: ActionRun) -> None:
    """What was undone says so."""
    if run.undo_of is not None:
        undone = run.undo_of
        LIFE.move(undone, "take_back", by=CLOCK)
        tell_of(undone, events.Undone, by=run.asked_by, undone_by=run.pk)


def _note_answer(run: ActionRun, outcome: Outcome) -> None:
    """A connection remembers when it answered last, and since when it does not."""
    connection = run.connection
    if connection is None or run.action != Probe.about.name:
        return
    if outcome.end is End.SUCCEEDED:
        connection.answered_at, connection.failing_since = clock.now(), None
    else:
        connection.failing_since = connection.failing_since or clock.now()
    connection.save(update_fields=["answered_at", "failing_since"])


def _refuse_paused(run: ActionRun) -> None:
    if run.connection and not run.connection.is_active and run.action != Probe.about.name:
        raise Refused(_("The connection is paused."))


def _masked(value: str | int | bool, secrets: tuple[str, ...]) -> str | int | bool:
    return masking.mask(value.replace("\x00", ""), secrets)[:200] if isinstance(value, str) else value


def _cut(text: str) -> str:
    return text if len(text) <= MOST_OUTPUT else f"{text[:MOST_OUTPUT]}\n…"

"""One port with an executor for each kind of connection, or for an action that needs its own.

An executor is a module with ``carry_out`` and, for a kind, ``probe``, functions from a job to its outcome. It is loaded
when the first run needs it, so that no process pays for a library that it never uses.
"""

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from django.db import connection

from watchkeep.duty.connections import queries
from watchkeep.duty.connections.jobs.deadlines import Deadline
from watchkeep.duty.connections.life.carrying import End, Outcome
from watchkeep.duty.connections.models import ActionRun
from watchkeep.duty.connections.rules.actions import Action, Probe
from watchkeep.duty.connections.rules.settings import Settings
from watchkeep.kernel.outgoing import Allowance, BadAddress

log = logging.getLogger(__name__)
MOST_BYTES = 72 * 1024
"""What is read of an answer: more than is kept, so that a secret at the end is masked before it is cut in two."""
_EXECUTORS = {
    "http": "calling", "ssh": "commanding", "sql": "querying", "ansible": "playing", "ldap": "directories",
    "s3": "storing", "smtp": "mailing",
}  # fmt: skip
"""Who speaks to each kind of connection, unless an action names somebody else."""


@dataclass(frozen=True)
class Job:
    """What an executor is given: the filled action, where and as whom, what is open to us, and until when."""

    action: Action
    settings: Settings
    allowed: Allowance
    deadline: Deadline


def carry_out(run: ActionRun, deadline: Deadline) -> Outcome:
    """Carry a run out. Whatever goes wrong becomes an outcome; whatever was late has timed out."""
    try:
        job, execute = _prepared(run, deadline)
        outcome = execute(job)
    except BadAddress as error:
        return Outcome(End.FAILED, why=str(error))
    except Exception as error:  # noqa: BLE001  # an executor speaks to the whole world
        log.warning("run %s ended in %s", run.pk, type(error).__name__)  # its message may hold a secret
        outcome = Outcome(End.FAILED, why=_said(error))
    if deadline.is_over:
        return Outcome(End.TIMED_OUT, output=outcome.output, why=f"It took more than {run.timeout_seconds} seconds.")
    return outcome


def _said(error: Exception) -> str:
    """What went wrong, in words where it is what goes wrong most."""
    if isinstance(error, socket.gaierror):
        return "The name of the host cannot be looked up."
    if isinstance(error, ConnectionRefusedError):
        return "Nothing listens there: the connection was refused."
    if isinstance(error, TimeoutError):
        return "It did not answer in time."
    return f"{type(error).__name__}: {error}"


def _prepared(run: ActionRun, deadline: Deadline) -> tuple[Job, Callable[[Job], Outcome]]:
    if run.connection is None:
        raise LookupError("a run without a connection has no executor")
    job = Job(queries.filled(run), queries.settings_for(run.connection), queries.allowance(), deadline)
    name = job.action.about.carried_out_by or _EXECUTORS[run.connection.kind]
    executor = import_module(f"{__package__}.{name}")
    if not connection.in_atomic_block:
        connection.close()  # hold no connection of the pool while we wait for somebody else's server
    return job, executor.probe if isinstance(job.action, Probe) else executor.carry_out

"""A worker for tests: later reactions and actions on other systems, carried out here and now."""

from testing.harness import run_later
from watchkeep.duty.connections.jobs import carrying
from watchkeep.duty.connections.jobs.deadlines import Deadline
from watchkeep.duty.connections.life import settle, take
from watchkeep.duty.connections.models import State

ROUNDS = 20


def work() -> None:
    """Do whatever reactions and actions wait for, as a worker would."""
    for _round in range(ROUNDS):
        run_later()
        run = take()
        if run is None:
            return
        if run.state == State.RUNNING:
            with Deadline(run.timeout_seconds) as deadline:
                settle(run, carrying.carry_out(run, deadline))

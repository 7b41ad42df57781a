"""A worker for tests: later reactions, actions on other systems and messages, carried out here and now."""

from testing.harness import run_later
from watchkeep.duty.connections.jobs import carrying
from watchkeep.duty.connections.jobs.deadlines import Deadline
from watchkeep.duty.connections.life import settle, take
from watchkeep.duty.connections.models import State
from watchkeep.duty.notify.jobs import lanes

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


def speak(lane: str, most: int = 40) -> None:
    """Carry what reactions left in a lane, and what follows from it, as worker and sender would."""
    for _round in range(3):
        run_later()
        while lanes.send_one(lane) and (most := most - 1):
            pass

"""What tests of executors share: open loopback, and a worker that carries out one run in this thread."""

from watchkeep.duty.connections import life
from watchkeep.duty.connections.jobs import carrying
from watchkeep.duty.connections.jobs.deadlines import Deadline
from watchkeep.duty.connections.models import ActionRun, AllowedNetwork, State


def open_loopback():
    AllowedNetwork.objects.get_or_create(network="127.0.0.0/8", defaults={"reason": "Tests"})


def carry_out(run):
    """Take the run and carry it out, as a worker would."""
    taken = life.take()
    assert taken is not None
    assert taken.pk == run.pk
    if taken.state == State.RUNNING:
        with Deadline(taken.timeout_seconds) as deadline:
            outcome = carrying.carry_out(taken, deadline)
        life.settle(taken, outcome)
    return ActionRun.objects.get(pk=run.pk)

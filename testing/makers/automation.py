"""Builders of runbooks, workflows and their runs."""

from itertools import count
from typing import Any

from testing.makers import work
from watchkeep.duty.automation import life
from watchkeep.duty.automation.life import Step
from watchkeep.duty.automation.models import Procedure, Run
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.tickets.models import Ticket

_number = count(1)


def doing(key: str, **more: Any) -> Step:
    """One step of a procedure."""
    return Step(key=key, **{"title": key.capitalize()} | more)


def procedure(*steps: Step, is_published: bool = True, **more: Any) -> Procedure:
    """A runbook of these steps, published. Without steps: look, then mend."""
    steps = steps or (doing("look"), doing("mend"))
    made = life.create(by=CLOCK, steps=steps, **{"name": f"Procedure {next(_number)}"} | more)
    if is_published:
        life.publish(made, by=CLOCK)
    return Procedure.objects.get(pk=made.pk)


def run(*steps: Step, on: Ticket | None = None, **more: Any) -> Run:
    """A fresh run of these steps, on a fresh incident unless one is given."""
    return life.start(procedure(*steps, **more), by=CLOCK, ticket=on or work.ticket())

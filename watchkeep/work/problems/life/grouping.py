"""Two problems that are one: what lies under both is looked for in one place."""

from django.db import transaction

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell
from watchkeep.work.problems.events import Merged, Unmerged
from watchkeep.work.problems.life.steps import take
from watchkeep.work.problems.models import Problem
from watchkeep.work.problems.permissions import P
from watchkeep.work.tickets import life as tickets


@transaction.atomic
def merge(problem: Problem, *, by: Actor, into: Problem) -> None:
    """It is the same as another one: close it here, read and work it there. Both rows are held in the order of ids."""
    for row in sorted({problem, into}, key=lambda one: one.pk):
        take(row, "take_in", by=by)
    problem.ticket.refresh_from_db(fields=["state"])
    was = problem.state
    tickets.join(problem.ticket, into=into.ticket, was=was)
    take(problem, "merge", by=by, spine={"closed_at": clock.now()})
    tell(Merged(record=problem.pk, by=by, into=into.pk, was=was))


@transaction.atomic
def unmerge(problem: Problem, *, by: Actor) -> None:
    """It was another thing after all: it stands where it stood before, with everything that was its own."""
    by.need(P.WORK, "unmerge problems")
    gone = tickets.part(problem.ticket)
    take(problem, f"unmerge_to_{gone.was}", by=by, spine={"closed_at": None})
    tell(Unmerged(record=problem.pk, by=by, out_of=gone.into_id, state=gone.was))

"""The job queue and the wake-up call: the only module that knows procrastinate and NOTIFY.

Jobs are rows of the caller's transaction. A nudge is sent after the commit and may be lost with the
process: the sweep that it would have woken also looks by itself every few seconds.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from watchkeep.kernel import after_commit, clock
from watchkeep.kernel.models import Failure

WAKE = "watchkeep_wake"
NUDGE = f"SELECT pg_notify('{WAKE}', %s)"
"""The wake-up call for whoever has a connection of its own outside of Django."""
TASK, ROUND = "kernel.react", "kernel.react_in_turn"
QUEUE = "reactions"
JOBS = App(connector=DjangoConnector())
"""The queue by Django's own connection, so that a job is a row of the caller's transaction in every process: the
worker lends the shared app of procrastinate a connection of its own."""


MOST_ERRANDS = 20
"""Errands of one job: a job by itself costs as much as a short reaction."""


def put(errands: Sequence[dict[str, Any]]) -> None:
    """Enqueue later reactions, in this transaction, in one statement: several to a job, which does one by one."""
    if len(errands) == 1:
        put_apart(errands)
    else:
        starts = range(0, len(errands), MOST_ERRANDS)
        rounds: list[dict[str, Any]] = [{"errands": list(errands[at : at + MOST_ERRANDS])} for at in starts]
        JOBS.configure_task(ROUND, queue=QUEUE).batch_defer(*rounds)


def put_apart(errands: Sequence[dict[str, Any]]) -> None:
    """The same, each a job of its own, which is tried again and again and in the end is a dead letter."""
    JOBS.configure_task(TASK, queue=QUEUE).batch_defer(*errands)


def errands_for(reaction: str, facts: Sequence[int], *, together: int = 1) -> list[dict[str, Any]]:
    """The errands in which a reaction is carried out to these facts, so many of them to one."""
    parts = [facts[at : at + together] for at in range(0, len(facts), together)]
    return [{"fact": first, "reaction": reaction} | ({"more": list(more)} if more else {}) for first, *more in parts]


def facts_of(errand: dict[str, Any]) -> list[int]:
    """The facts of an errand."""
    return [errand["fact"], *errand.get("more", ())]


def nudge(*sweeps: str) -> None:
    """After the commit, wake these sweeps at once in every worker."""
    after_commit.notify(WAKE, sweeps)


def given_up() -> QuerySet[ProcrastinateJob]:
    """The jobs that failed for the last time: the dead letters."""
    return ProcrastinateJob.objects.filter(status="failed")


def letters(jobs: Sequence[ProcrastinateJob]) -> list[dict[str, Any]]:
    """What is known of jobs that were given up: id, reaction, fact, attempts, error and when."""
    why = Failure.objects.in_bulk([job.pk for job in jobs])
    return [_letter(job, why.get(job.pk)) for job in jobs]


def alive() -> QuerySet[ProcrastinateJob]:
    """The jobs that wait or run."""
    return ProcrastinateJob.objects.filter(status__in=("todo", "doing"))


def retry(job_id: int) -> None:
    """Put a given-up job back on the queue."""
    JOBS.job_manager.retry_job_by_id(job_id, retry_at=clock.now())


def _letter(job: ProcrastinateJob, failure: Failure | None) -> dict[str, Any]:
    return {
        "id": job.pk,
        "reaction": job.args.get("reaction", job.task_name),
        "fact": job.args.get("fact"),
        "attempts": job.attempts,
        "error": failure.error if failure else "",
        "at": failure.at if failure else None,
    }

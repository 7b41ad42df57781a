"""Builders for what the machinery keeps of its own work."""

from django.db import connection

from watchkeep.kernel import clock, queue
from watchkeep.kernel.models import Failure


def dead_letter(*, fact: int = 1, reaction: str = "oncall.reactions.look_ahead_again") -> int:
    """The id of a job that was given up after its ninth attempt."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts) "
            "VALUES (%s, %s, jsonb_build_object('fact', %s::int, 'reaction', %s::text), 'failed', 9) RETURNING id",
            (queue.QUEUE, queue.TASK, fact, reaction),
        )
        job = int(cursor.fetchone()[0])
    Failure.objects.create(job=job, reaction=reaction, fact=fact, error="it was not there", at=clock.now())
    return job

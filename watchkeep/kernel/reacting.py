"""The one job that the queue knows: carry out one later reaction to one fact, or to some that were told together."""

import logging
import traceback
from collections.abc import Sequence

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from watchkeep.kernel import clock, facts, queue, wires
from watchkeep.kernel.models import FactRow, Failure

log = logging.getLogger(__name__)
RETRY = RetryStrategy(max_attempts=9, exponential_wait=3)  # 3 s, 9 s, 27 s … 5.5 h: about eight hours in all


@app.task(name=queue.TASK, queue=queue.QUEUE, retry=RETRY, pass_context=True)
def react(context: JobContext, fact: int, reaction: str, more: Sequence[int] = ()) -> None:
    """Run the reaction once; on failure keep the reason and let the queue try again, later and later.

    Where it fails for some together, each of them becomes a job of its own.
    """
    ids = [fact, *more]
    try:
        wires.react_later(_facts(ids), reaction)
    except Exception as error:
        if more:
            log.info("%s of %s facts is tried one by one: %r", reaction, len(ids), error)
            queue.put(queue.jobs_for(reaction, ids))
            return
        _keep_failure(context, fact, reaction, error)
        raise
    else:
        if context.job.attempts:
            Failure.objects.filter(pk=context.job.id or 0).delete()


def _facts(ids: Sequence[int]) -> list[facts.Fact]:
    rows = FactRow.objects.filter(pk__in=ids).order_by("pk")
    if len(rows) < len(ids):
        raise FactRow.DoesNotExist(f"of the facts {ids} some are not there")
    return [facts.from_row(row) for row in rows]


def _keep_failure(context: JobContext, fact: int, reaction: str, error: Exception) -> None:
    text = "".join(traceback.format_exception_only(error)).strip()[:2000]
    log.warning("%s of fact %s failed: %s", reaction, fact, text)
    Failure.objects.update_or_create(
        pk=context.job.id or 0, defaults={"reaction": reaction, "fact": fact, "error": text, "at": clock.now()}
    )

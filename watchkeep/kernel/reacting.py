"""The one job that the queue knows: carry out one later reaction to one fact."""

import logging
import traceback

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from watchkeep.kernel import clock, facts, queue, wires
from watchkeep.kernel.models import FactRow, Failure

log = logging.getLogger(__name__)
RETRY = RetryStrategy(max_attempts=9, exponential_wait=3)  # 3 s, 9 s, 27 s … 5.5 h: about eight hours in all


@app.task(name=queue.TASK, queue=queue.QUEUE, retry=RETRY, pass_context=True)
def react(context: JobContext, fact: int, reaction: str) -> None:
    """Run the reaction once; on failure keep the reason and let the queue try again, later and later."""
    try:
        wires.react_later(facts.from_row(FactRow.objects.get(pk=fact)), reaction)
    except Exception as error:
        _keep_failure(context, fact, reaction, error)
        raise
    else:
        if context.job.attempts:
            Failure.objects.filter(pk=context.job.id or 0).delete()


def _keep_failure(context: JobContext, fact: int, reaction: str, error: Exception) -> None:
    text = "".join(traceback.format_exception_only(error)).strip()[:2000]
    log.warning("%s of fact %s failed: %s", reaction, fact, text)
    Failure.objects.update_or_create(
        pk=context.job.id or 0, defaults={"reaction": reaction, "fact": fact, "error": text, "at": clock.now()}
    )

"""The jobs that the queue knows: carry out one later reaction, or several in turn, to what was told."""

import logging
import traceback
from collections.abc import Iterable, Sequence
from typing import Any

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
            queue.put_apart(queue.errands_for(reaction, ids))
            return
        _keep_failure(context, fact, reaction, error)
        raise
    else:
        if context.job.attempts:
            Failure.objects.filter(pk=context.job.id or 0).delete()


@app.task(name=queue.ROUND, queue=queue.QUEUE, retry=RETRY)
def react_in_turn(errands: Sequence[dict[str, Any]]) -> None:
    """Run several reactions, each in a transaction of its own. One that fails becomes a job and holds up no other."""
    known = _found({fact for errand in errands for fact in queue.facts_of(errand)})
    for errand in errands:
        ids, reaction = queue.facts_of(errand), errand["reaction"]
        try:
            wires.react_later([facts.from_row(known[fact]) for fact in ids], reaction)
        except Exception as error:  # noqa: BLE001  # whatever it is, the job of its own keeps it
            log.info("%s of fact %s is tried again by itself: %r", reaction, ids[0], error)
            queue.put_apart(queue.errands_for(reaction, ids))


def _facts(ids: Sequence[int]) -> list[facts.Fact]:
    known = _found(ids)
    if len(known) < len(ids):
        raise FactRow.DoesNotExist(f"of the facts {ids} some are not there")
    return [facts.from_row(known[id_]) for id_ in sorted(ids)]


def _found(ids: Iterable[int]) -> dict[int, FactRow]:
    return {row.pk: row for row in FactRow.objects.filter(pk__in=ids)}


def _keep_failure(context: JobContext, fact: int, reaction: str, error: Exception) -> None:
    text = "".join(traceback.format_exception_only(error)).strip()[:2000]
    log.warning("%s of fact %s failed: %s", reaction, fact, text)
    Failure.objects.update_or_create(
        pk=context.job.id or 0, defaults={"reaction": reaction, "fact": fact, "error": text, "at": clock.now()}
    )

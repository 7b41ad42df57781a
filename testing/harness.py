"""What tests ask of the machinery: what was told, run what was left for later, run what is due."""

import json
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from watchkeep.kernel import facts, queue, wires
from watchkeep.kernel.models import FactRow


def told(stream: str, record: int, *areas: str) -> list[str]:
    """The kinds of facts told of a record, in order; with areas such as ``incident`` only theirs."""
    kinds = facts.told(stream, record).values_list("kind", flat=True)
    return [kind for kind in kinds if not areas or kind.partition(".")[0] in areas]


def last_told(stream: str, record: int, *areas: str) -> FactRow:
    """The newest fact of a record; with areas the newest of theirs."""
    rows = [row for row in facts.told(stream, record) if not areas or row.kind.partition(".")[0] in areas]
    return rows[-1]


def run_later(limit: int = 1000) -> int:
    """Carry out the later reactions that wait, as a worker would, and return how many there were."""
    done = 0
    while (errands := _take()) and done < limit:
        for errand in errands:
            rows = [FactRow.objects.get(pk=pk) for pk in queue.facts_of(errand)]
            wires.react_later([facts.from_row(row) for row in rows], errand["reaction"])
            done += 1
    return done


def waiting() -> list[dict[str, Any]]:
    """The errands that are on the queue."""
    return [errand for job in queue.alive() for errand in _errands(job.args)]


def sweep(run: Callable[[], int], limit: int = 1000) -> int:
    """Run a sweep until nothing is due, as a worker would."""
    handled = 0
    while (count := run()) and handled < limit:
        handled += count
    return handled


def race(*runs: Callable[[], object]) -> list[Exception | None]:
    """Start all at the same moment, each on a connection of its own; what each came to: None or its exception."""
    gate = Barrier(len(runs))
    ends: list[Exception | None] = [None] * len(runs)

    def one(place: int, run: Callable[[], object]) -> None:
        gate.wait()
        try:
            run()
        except Exception as error:  # noqa: BLE001  # whatever it is, it is an end
            ends[place] = error
        finally:
            connection.close()

    threads = [Thread(target=one, args=(place, run)) for place, run in enumerate(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def _take() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id = "
            "(SELECT min(id) FROM procrastinate_jobs WHERE status = 'todo') RETURNING args"
        )
        row = cursor.fetchone()
    if row is None:
        return []
    return _errands(row[0] if isinstance(row[0], dict) else json.loads(row[0]))


def _errands(job: dict[str, Any]) -> list[dict[str, Any]]:
    """What a job is to do: several errands, or one."""
    return job.get("errands") or [job]

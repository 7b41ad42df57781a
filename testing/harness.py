"""What tests ask of the machinery: what was told, run what was left for later, run what is due."""

import json
from collections.abc import Callable

from django.db import connection

from watchkeep.kernel import facts, wires
from watchkeep.kernel.models import FactRow


def told(stream: str, record: int) -> list[str]:
    """The kinds of facts told of a record, in order."""
    return list(facts.told(stream, record).values_list("kind", flat=True))


def run_later(limit: int = 1000) -> int:
    """Carry out the later reactions that wait, as a worker would, and return how many there were."""
    done = 0
    while (job := _take()) and done < limit:
        wires.react_later(facts.from_row(FactRow.objects.get(pk=job["fact"])), job["reaction"])
        done += 1
    return done


def sweep(run: Callable[[], int], limit: int = 1000) -> int:
    """Run a sweep until nothing is due, as a worker would."""
    handled = 0
    while (count := run()) and handled < limit:
        handled += count
    return handled


def _take() -> dict[str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE id = "
            "(SELECT min(id) FROM procrastinate_jobs WHERE status = 'todo') RETURNING args"
        )
        row = cursor.fetchone()
    if row is None:
        return None
    return row[0] if isinstance(row[0], dict) else json.loads(row[0])

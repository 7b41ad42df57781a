"""A replay of the priorities of 100,000 incidents with other scales, beside plainly reading the same rows once.

``python -m bench.replay [incidents]``: processor time of the database, five times each by turns, helpers switched off.
Takes about a minute.
"""

import os
import statistics
import sys
from datetime import timedelta

import django
from django.core.management import call_command
from django.db import connection

from bench import ground

ROUNDS = 5
READ = """
SELECT count(*), sum(t.priority), sum(r.impact) FROM tickets_ticket t JOIN incidents_reckoning r ON r.incident_id = t.id
 WHERE t.kind = 'incident' AND NOT t.is_drill AND t.opened_at >= now() - interval '1200 days'
"""


def main() -> None:
    """Fill, read and replay by turns, print."""
    incidents = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        django.setup()
        call_command("migrate", verbosity=0)
        from bench import population  # noqa: PLC0415  # Django must be set up before

        population.fill(incidents)
        backend = ground.Backend(connection)
        rounds = [(backend.milliseconds(read), backend.milliseconds(replay)) for _round in range(ROUNDS)]
    plain, replayed = (statistics.median(took) for took in zip(*rounds, strict=True))
    print(ground.machine())
    rows = [["read once", f"{plain:.0f} ms", "1"], ["replayed", f"{replayed:.0f} ms", f"{replayed / plain:.1f}"]]
    print(ground.table([f"{incidents:,} incidents", "processor time", "ratio"], rows))


def read() -> None:
    """Read the rows of the incidents and of what their priorities came from, once."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        cursor.fetchall()


def replay() -> None:
    """Replay them all with another cell and another threshold: the counts, and the first page of what differs."""
    from watchkeep.kernel import clock  # noqa: PLC0415  # Django must be set up before
    from watchkeep.work.incidents import queries  # noqa: PLC0415  # the same
    from watchkeep.work.incidents.models import MatrixCell, ScalesDraft  # noqa: PLC0415  # the same

    now, draft = clock.now(), ScalesDraft(wide_customers=15_000)
    cells = MatrixCell.in_force() | {(1, 2): 1}
    queries.replay(cells, draft.thresholds, since=now - timedelta(days=1200), until=now)


if __name__ == "__main__":
    main()

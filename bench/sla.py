"""One million running clocks, 1,000 of them due: how long the sweep takes, and whether it matters how many run.

``python -m bench.sla [clocks]``: in a PostgreSQL of its own, with everything that the wiring page hangs on a breach.
"""

import os
import statistics
import sys
import threading
import time
from datetime import datetime

import django

from bench import ground

DUE = 1000
ROUNDS = 7
FEW, MANY = 10_000, 1_000_000
LIMIT_SECONDS = 1.0
HEAD = ["clocks running", "due", "fastest sweep", "median", "slowest"]

TERMS = """
INSERT INTO sla_terms (digest, aim, target_seconds, warn_percent, hours_name) VALUES ('\\x00', 'Bench', 14400, 75, '')
"""
TICKETS = """
INSERT INTO tickets_ticket (id, number, kind, title, description, state, is_open, priority, tags, is_drill, version,
                            touched, opened_at, updated_at)
SELECT n, 'B-' || n, 'incident', 'Something is slow', '', 'new', true, 3, '{}', false, 1, '{}', now(), now()
FROM generate_series(%s, %s) AS n
"""
CLOCKS = """
INSERT INTO sla_clock (ticket_id, measure, kind, terms_id, length, counted_seconds, since, started_at, warn_at, due_at)
SELECT n, measure, 'running', (SELECT min(id) FROM sla_terms), 1, 0, now(), now(),
       now() + make_interval(hours => 3, secs => n), now() + make_interval(hours => 4, secs => n)
FROM generate_series(%s, %s) AS n, unnest(ARRAY['response', 'resolution']) AS measure
"""
LEDGER = """
INSERT INTO sla_segment (clock_id, position, kind, from_at, reason, terms_id, by)
SELECT id, 1, 'running', since, 'Opened', terms_id, 'clock' FROM sla_clock WHERE ticket_id BETWEEN %s AND %s
"""
MAKE_DUE = """
UPDATE sla_clock SET warned_at = now() - interval '1 hour', due_at = now() - interval '1 second'
WHERE id IN (SELECT id FROM sla_clock WHERE breached_at IS NULL ORDER BY md5(id::text || %s) LIMIT %s)
"""

PUNCTUAL, PUNCTUAL_SECONDS = 400, 10
DUE_SOON = """
UPDATE sla_clock SET warned_at = now(), due_at = now() + interval '1 second' + random() * interval '9 seconds'
WHERE id IN (SELECT id FROM sla_clock WHERE breached_at IS NULL ORDER BY id DESC LIMIT %s)
"""


def main() -> None:
    """Fill two databases, sweep them by turns so that a noisy machine is as noisy for both, print."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with ground.postgres():
        os.environ["WATCHKEEP_DATABASE_POOL"] = "0"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
        django.setup()
        sizes = {"few": FEW, "many": many}
        for name, running in sizes.items():
            fill(name, running)
        seconds: dict[str, list[float]] = {name: [] for name in sizes}
        for number in range(ROUNDS):
            for name in sizes:
                use(name)
                seconds[name].append(sweep(number))
        print(ground.machine())
        print(ground.table(HEAD, [row(sizes[name], seconds[name]) for name in sizes]))
        ratio = statistics.median(seconds["many"]) / statistics.median(seconds["few"])
        print(f"{many // FEW} times the clocks take {ratio:.2f} times as long; limit {LIMIT_SECONDS} s a sweep")
        print(punctuality())
        print(queue_page())


def row(running: int, seconds: list[float]) -> list[str]:
    """A line of the table."""
    figures = (min(seconds), statistics.median(seconds), max(seconds))
    return [f"{running:,}", f"{DUE:,}", *(f"{value * 1000:.0f} ms" for value in figures)]


def use(name: str) -> None:
    """Go on in this database."""
    from django.db import connection  # noqa: PLC0415  # Django must be set up before

    connection.close()
    connection.close_pool()
    connection.settings_dict["NAME"] = name


def fill(name: str, running: int) -> None:
    """Make a database with so many running clocks, two on each ticket."""
    from django.core.management import call_command  # noqa: PLC0415  # the same
    from django.db import connection  # noqa: PLC0415  # the same

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    use(name)
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(TERMS)
        for statement in (TICKETS, CLOCKS, LEDGER):
            cursor.execute(statement, [1, running // 2])
        cursor.execute("VACUUM ANALYZE")


def sweep(number: int) -> float:
    """Make some clocks due and tell of them; the seconds that telling took."""
    from django.db import connection  # noqa: PLC0415  # the same

    from watchkeep.duty.sla import jobs  # noqa: PLC0415  # the same

    with connection.cursor() as cursor:
        cursor.execute(MAKE_DUE, [str(number), DUE])
    began = time.perf_counter()
    told = jobs.tell_moments()
    took = time.perf_counter() - began
    if told != DUE:
        raise SystemExit(f"{told} clocks were told of, not {DUE}")
    return took


def punctuality() -> str:
    """How long after its moment a breach is told, by a worker that sweeps as the wiring page says."""
    from django.db import connection  # noqa: PLC0415  # the same

    from watchkeep import wiring  # noqa: PLC0415  # the same
    from watchkeep.duty.sla import jobs  # noqa: PLC0415  # the same
    from watchkeep.kernel.models import FactRow  # noqa: PLC0415  # the same
    from watchkeep.kernel.worker import Worker  # noqa: PLC0415  # the same

    last = FactRow.objects.latest("id").pk
    with connection.cursor() as cursor:
        cursor.execute(DUE_SOON, [PUNCTUAL])
    worker = Worker([every for every in wiring.EVERY if every.run is jobs.tell_moments])
    thread = threading.Thread(target=worker._sweep, args=(worker.sweeps[0],), daemon=True)  # noqa: SLF001  # one sweep of it
    thread.start()
    time.sleep(PUNCTUAL_SECONDS + 3)
    worker.stop()
    facts = FactRow.objects.filter(pk__gt=last, kind="sla.breached")
    late = [(fact.at - datetime.fromisoformat(fact.data["due_at"])).total_seconds() for fact in facts]
    p50, _, p99 = ground.percentiles(late)
    return f"{len(late)} breaches told after their moment: p50 {p50:.0f} ms, p99 {p99:.0f} ms, latest {max(late):.2f} s"


def queue_page() -> str:
    """The clocks of one page of a queue, in one query."""
    from watchkeep.duty.sla import queries  # noqa: PLC0415  # the same

    seconds = []
    for page in range(50):
        began = time.perf_counter()
        queries.clocks_for(range(page * 50 + 1, page * 50 + 51))
        seconds.append(time.perf_counter() - began)
    p50, p95, _ = ground.percentiles(seconds)
    return f"time left for a queue page of 50 tickets: p50 {p50:.1f} ms, p95 {p95:.1f} ms"


if __name__ == "__main__":
    main()

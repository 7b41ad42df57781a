"""What stands against a change, among a million items, ten thousand planned changes and windows that repeat.

``python -m bench.changes [items]``: the question that a form asks while somebody types, and the next free slot, one
after another in one process. Beside what a clock shows stands the time that both processes, ours and the database's,
were on a processor: others on the machine do not lengthen it as much. Some four minutes, most of them to fill up.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import django
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import estate, ground
from bench.queue import settle

PLANNED, DAYS, PLANS, ROUNDS = 10_000, 90, 200, 40
LIMIT_MS = 200
HEAD = ["what", "p50", "p95", "slowest", "on a processor: p50", "p95", "of it the database", "queries"]


def main() -> None:
    """Fill, ask, print."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        django.setup()
        call_command("migrate", verbosity=0)
        of = estate.fill(items)
        counted()
        planned(of)
        settle()
        measure(of)


def counted() -> None:
    """Count what each service stands on, as the sweep does in the hours before."""
    from watchkeep.estate.services import jobs  # noqa: PLC0415  # Django must be set up before

    while jobs.count_footings():
        pass


def planned(of: estate.Numbers) -> None:
    """Ten thousand changes of an hour over ninety days, each on a service and a server, and plans of every week."""
    from watchkeep.estate.services import life  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.services.models import Service  # noqa: PLC0415  # the same
    from watchkeep.kernel import clock  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same
    from watchkeep.work.changes.models import Change, ChangeItem, ChangeService  # noqa: PLC0415  # the same
    from watchkeep.work.tickets.models import Kind, State, Ticket  # noqa: PLC0415  # the same

    now, began = clock.now(), time.monotonic()
    (server, servers), services = of["server"], list(Service.objects.values_list("pk", flat=True))
    tickets = Ticket.objects.bulk_create(
        [
            Ticket(
                kind=Kind.CHANGE, number=f"CHG-{n}", title=f"Change {n}", state=State.SCHEDULED,
                assignee_id=1 + n % 500, service_id=services[n % len(services)], opened_at=now, updated_at=now,
            )
            for n in range(PLANNED)
        ],
        batch_size=1000,
    )  # fmt: skip
    starts = [now + timedelta(minutes=n * DAYS * 24 * 60 // PLANNED) for n in range(PLANNED)]
    Change.objects.bulk_create(
        [
            Change(ticket=one, starts_at=at, ends_at=at + timedelta(hours=1))
            for one, at in zip(tickets, starts, strict=True)
        ],
        batch_size=1000,
    )
    ties = [(one.pk, services[n % len(services)], server + n * 7 % servers) for n, one in enumerate(tickets)]
    ChangeService.objects.bulk_create([ChangeService(change_id=c, service_id=s) for c, s, _i in ties], batch_size=1000)
    ChangeItem.objects.bulk_create([ChangeItem(change_id=c, item_id=i) for c, _s, i in ties], batch_size=1000)
    for n in range(PLANS):
        life.make_plan(
            by=CLOCK, reason=f"Patches {n}", rule="FREQ=WEEKLY", begins_at=now + timedelta(hours=n % 168), minutes=120,
            services=Service.objects.filter(pk=services[n % len(services)]),
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    print(f"{PLANNED:,} changes and {PLANS} plans in {time.monotonic() - began:.0f} s", flush=True)


def measure(of: estate.Numbers) -> None:
    """Ask for what is small and for what is large."""
    from watchkeep.estate.services.models import Service  # noqa: PLC0415  # Django must be set up before
    from watchkeep.kernel import clock  # noqa: PLC0415  # the same
    from watchkeep.work.changes import queries  # noqa: PLC0415  # the same

    services, start = list(Service.objects.values_list("pk", flat=True)), clock.now() + timedelta(days=5)
    asked = {
        "one service": ([services[0]], []), "ten services": (services[:10], []),
        "a server": ([], [of["server"][0] + 5]), "a service and its rack": ([services[3]], [of["rack"][0]]),
        "the core switch": ([], [of["network_device"][0]]), "the directory": ([], [of["database"][0]]),
    }  # fmt: skip
    rows, worst = [], 0.0
    for name, (some, items) in asked.items():
        conflicts = partial(queries.conflicts, some, items, start, start + timedelta(hours=2), 1)
        found = len(conflicts())
        slot = partial(next_free_slot, some, items, start)
        for what, run in ((f"conflicts: {name} ({found} found)", conflicts), (f"next free slot: {name}", slot)):
            row, p95 = timed(what, run)
            rows.append(row)
            worst = max(worst, p95)
    print(f"\n{ground.machine()}; milliseconds\n\n{ground.table(HEAD, rows)}", flush=True)
    print(f"\nworst p95 {worst:.0f} ms of {LIMIT_MS} ms", flush=True)
    sys.exit(worst > LIMIT_MS)


def next_free_slot(services: list[int], items: list[int], after: datetime) -> datetime | None:
    """The question anew: what one plan has found out it keeps."""
    from watchkeep.work.changes import queries  # noqa: PLC0415  # the same

    return queries.next_free_slot(queries.Plan(services, items, implementer=1), after=after, length=timedelta(hours=1))


def timed(name: str, run: Callable[[], object]) -> tuple[list[object], float]:
    """Run it some times, count its queries once; its line of the table, and its p95 by the clock."""
    with CaptureQueriesContext(connection) as seen:
        run()
    backend = ground.Backend(connection)
    taken = [backend.taken(run)[0] for _round in range(ROUNDS)]
    wall, busy = sorted(one.wall for one in taken), sorted(one.busy for one in taken)
    high = int(ROUNDS * 0.95)
    figures = (
        statistics.median(wall), wall[high], wall[-1], statistics.median(busy), busy[high],
        statistics.median(one.there for one in taken),
    )  # fmt: skip
    return [name, *(f"{ms:.0f}" for ms in figures), len(seen)], wall[high]


if __name__ == "__main__":
    main()

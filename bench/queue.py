"""The queue and the ticket page with a million tickets and five million facts: every filter, several pages.

Run: ``python -m bench.queue [tickets]``. Takes some ten minutes, nearly all of it to make the tickets.
"""

import os
import sys
import time

import django
from django.core.management import call_command
from django.db import connection

from bench import ground

QUESTIONS = {
    "everything": {"group": ["all"]}, "open": {}, "ended": {"group": ["ended"]},
    "state: new": {"state": ["new"]}, "state: closed": {"state": ["closed"]},
    "two states": {"state": ["new", "resolved"]},
    "service, busy": {"group": ["all"], "service": ["1"]}, "service, quiet": {"group": ["all"], "service": ["119"]},
    "team": {"group": ["all"], "team": ["2"]}, "mine": {"assignee": ["me"]}, "nobody's": {"assignee": ["nobody"]},
    "priority 1": {"group": ["all"], "priority": ["1"]}, "severity 4": {"group": ["all"], "severity": ["4"]},
    "tag, common": {"group": ["all"], "tag": ["tag1"]}, "tag, rare": {"group": ["all"], "tag": ["tag300"]},
    "drills": {"group": ["all"], "drill": ["yes"]}, "watched": {"group": ["all"], "watched": ["yes"]},
    "since an hour": {"group": ["all"], "since": ["1h"]}, "since a year": {"group": ["all"], "since": ["52w"]},
    "requester": {"group": ["all"], "requester": ["77"]}, "organisation": {"group": ["all"], "organisation": ["9"]},
    "word, common": {"group": ["all"], "q": ["word1"]}, "word, middling": {"group": ["all"], "q": ["word900"]},
    "word, rare": {"group": ["all"], "q": ["host77777"]}, "no such word": {"group": ["all"], "q": ["nothinglikeit"]},
    "number": {"group": ["all"], "q": ["INC-500000"]},
    "excluding pair": {"group": ["all"], "assignee": ["nobody"], "severity": ["4"]},
    "closed, severity 4": {"state": ["closed"], "severity": ["4"]},
    "quiet service, rare tag": {"group": ["all"], "service": ["119"], "tag": ["tag300"]},
    "open by priority": {"order": ["priority"]}, "open by last change": {"order": ["updated"]},
    "oldest": {"group": ["all"], "order": ["oldest"]},
}  # fmt: skip
PAGES, ROUNDS = 8, 5


def main() -> None:
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        django.setup()
        call_command("migrate", verbosity=0)
        from bench import population  # noqa: PLC0415  # Django must be set up before

        population.fill(tickets)
        connection.force_debug_cursor = True
        print(f"\n{ground.machine()}; {tickets:,} tickets, {5 * tickets:,} facts; milliseconds\n")
        print(ground.table(["asked", "p50", "p95", "worst", "queries at most"], [*pages(), reading(tickets)]))


def pages() -> list[list[object]]:
    """Each question: pages one after another, there and back."""
    from watchkeep.work.tickets import queries  # noqa: PLC0415  # the same

    rows, everything = [], []
    for name, asked in QUESTIONS.items():
        took, most = [], 0
        for _round in range(ROUNDS):
            cursor: str | None = None
            for _page in range(PAGES):
                before, started = len(connection.queries_log), time.perf_counter()
                page = queries.page(actor(), queries.Filters.read(asked), cursor=cursor)
                took.append(time.perf_counter() - started)
                most = max(most, len(connection.queries_log) - before)
                if (cursor := page.next) is None:
                    break
        everything += took
        rows.append(line(name, took, most))
    return [*rows, line("all of them", everything, 0)]


def reading(tickets: int) -> list[object]:
    """The timeline of tickets all over the history."""
    from watchkeep.work.tickets import queries  # noqa: PLC0415  # the same
    from watchkeep.work.tickets.models import Ticket  # noqa: PLC0415  # the same

    took = []
    for number in range(1, 201):
        ticket = Ticket.objects.get(pk=1 + number * 7919 % tickets)
        started = time.perf_counter()
        queries.timeline([ticket], actor())
        took.append(time.perf_counter() - started)
    return line("timeline of a ticket", took, 0)


def line(name: str, took: list[float], queries: int) -> list[object]:
    p50, p95, _p99 = ground.percentiles(took)
    return [name, f"{p50:.1f}", f"{p95:.1f}", f"{max(took) * 1000:.1f}", queries or ""]


def actor() -> object:
    """Person 3, who may see everything."""
    from watchkeep.kernel.actors import Actor  # noqa: PLC0415  # the same
    from watchkeep.kernel.permissions import every  # noqa: PLC0415  # the same

    return Actor(key="person:3", name="Agent", permissions=every(), person=3, teams=frozenset({4}))


if __name__ == "__main__":
    main()

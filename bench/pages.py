"""Every console page over the large database: queries, processor time and weight, the worst first.

``python -m bench.pages [tickets]``: fills two databases (a hundredth of the tickets, and all of them), walks the
console from link to link as somebody who may do everything, a few addresses of each kind, and prints a line for each
kind of page. Processor time is that of this process and of the one database process that answers it, the best of a few
visits, so that other work on the machine does not count. Takes some ten minutes, most of it to make the tickets.
"""

import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import django
from django.core.management import call_command
from django.db import connection

from bench import ground, sla

VISITS, EACH = 3, 3
LIMIT_DATABASE_MS = 100
HREF = re.compile(r'href="(/[^"#]*)')
LEFT_OUT = re.compile(
    r"^/(logout|static/|live|media/|api/|status/|a/|unsubscribe/|manifest|sw\.js)|\.(ics|csv|js)($|\?)"
)
HEAD = ["page", "queries", "here ms", "database ms", "with a hundredth", "kB", "the worst of them"]


@dataclass
class Seen:
    """What a kind of page took, at its worst."""

    queries: int = 0
    here_ms: float = 0.0
    database_ms: float = 0.0
    kilobytes: float = 0.0
    address: str = ""
    addresses: set[str] = field(default_factory=set)


def main() -> None:
    """Fill and walk the small database, then the large one, and print both beside one another."""
    tickets = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        django.setup()
        call_command("collectstatic", interactive=False, verbosity=0)
        small, large = (_filled(name, count) for name, count in (("small", tickets // 100), ("large", tickets)))
    print(f"\n{ground.machine()}; {tickets:,} tickets\n")
    print(report(small, large))


def _filled(name: str, tickets: int) -> dict[str, Seen]:
    """Walk a database of its own."""
    from bench import around, population  # noqa: PLC0415  # Django must be set up before

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    sla.use(name)
    call_command("migrate", verbosity=0)
    population.fill(tickets)
    around.surround(tickets)
    return walk(tickets)


def report(small: dict[str, Seen], large: dict[str, Seen]) -> str:
    """The table, the worst first."""
    rows = sorted(large.items(), key=lambda item: -(item[1].database_ms + item[1].here_ms))
    return ground.table(HEAD, [_line(kind, seen, small.get(kind)) for kind, seen in rows])


def _line(kind: str, seen: Seen, before: Seen | None) -> list[object]:
    loud = f"**{seen.database_ms:.1f}**" if seen.database_ms > LIMIT_DATABASE_MS else f"{seen.database_ms:.1f}"
    less = f"{before.database_ms:.1f}" if before else ""
    return [kind, seen.queries, f"{seen.here_ms:.0f}", loud, less, f"{seen.kilobytes:.0f}", seen.address]


def walk(tickets: int) -> dict[str, Seen]:
    """From the first page along every link, a few addresses of each kind; what each kind took at its worst."""
    client, found, waiting = browser(), defaultdict[str, Seen](Seen), seeds(tickets)
    backend = ground.Backend(connection)
    asked: set[str] = set()
    while waiting:
        address = waiting.pop()
        kind = kind_of(address)
        if address in asked or kind is None or len(found[kind].addresses) >= EACH:
            continue
        asked.add(address)
        found[kind].addresses.add(address)
        waiting[:0] = [link for link in visit(client, backend, found[kind], address) if link not in asked]
    return {kind: seen for kind, seen in found.items() if seen.queries}


def visit(client: Any, backend: ground.Backend, seen: Seen, address: str) -> Iterator[str]:
    """Measure an address, keep it when it is the worst of its kind, and return where it leads."""
    queries: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    best: tuple[float, float] = (1e9, 1e9)
    for _visit in range(VISITS):
        queries.clear()
        here, there = time.process_time(), backend.seconds()
        with connection.execute_wrapper(count):
            answer = client.get(address)
        best = min(best, (1000 * (backend.seconds() - there), 1000 * (time.process_time() - here)))
    said = b"" if answer.streaming else answer.content
    if answer.status_code == 200 and best > (seen.database_ms, 0):
        seen.database_ms, seen.here_ms, seen.address = *best, address
    if answer.status_code == 200:
        seen.queries, seen.kilobytes = max(seen.queries, len(queries)), max(seen.kilobytes, len(said) / 1000)
    elif answer.status_code >= 500:
        raise SystemExit(f"{address}: {answer.status_code}")
    return (unescape(link) for link in HREF.findall(said.decode(errors="ignore")))


def kind_of(address: str) -> str | None:
    """The pattern of the console that an address follows; None for other doors and what is no page."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415  # Django must be set up before

    if LEFT_OUT.search(address):
        return None
    try:
        return f"/{resolve(urlsplit(address).path).route}"
    except Resolver404:
        return None


def seeds(tickets: int) -> list[str]:
    """Where the walk begins: the pages without a name in their address, and tickets of all ages."""
    from django.urls import get_resolver  # noqa: PLC0415  # the same

    plain = [f"/{route}" for route in _routes(get_resolver().url_patterns) if "<" not in route]
    rooms = [f"/incidents/INC-{1001 + number * tickets // 3 - number}" for number in (1, 2, 3)]
    return [*rooms, *plain]


def _routes(patterns: Any, before: str = "") -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _routes(one.url_patterns, route)
        elif one.callback.__module__.startswith("watchkeep.doors.console"):
            yield route


def browser() -> Any:
    """A browser in which somebody has signed in who manages and administers."""
    from django.test import Client  # noqa: PLC0415  # the same

    from watchkeep.estate.people.models import Person, Role  # noqa: PLC0415  # the same

    person = Person.objects.get(pk=3)
    person.roles.set(Role.objects.filter(slug__in=("manager", "administrator")))
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client


if __name__ == "__main__":
    main()

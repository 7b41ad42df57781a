"""A million items and three million relations: what fails with one, its map, and finding one among them.

``python -m bench.assets [items [name…]]``: whole pages, from the request to the rendered answer, one after another in
one process, and the walk beside the plain recursive query that every handbook shows. Takes some ten minutes, a few of
them to fill up. With names only the rows whose name has one of them in it.
"""

import html
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

from bench import estate, ground
from bench.queue import NEXT, line, settle, visit

ROUNDS, PAGES = 3, 5
LISTS = {
    "everything": {}, "class, large": {"class": "virtual_machine"}, "class, small": {"class": "rack"},
    "class with those below": {"class": "hardware"}, "state: in stock": {"state": "in_stock"},
    "state: retired": {"state": "retired"}, "team, large": {"team": "1"}, "team, small": {"team": "40"},
    "owner": {"owner": "10"}, "user": {"user": "7"}, "place": {"location": "3"}, "service": {"service": "service-7"},
    "out of warranty": {"warranty": "1"}, "unowned": {"unowned": "1"},
    "unowned, of a class": {"unowned": "1", "class": "laptop"}, "team and class": {"team": "1", "class": "application"},
    "word, in all": {"q": "prod"}, "word, common": {"q": "dell"}, "word, middling": {"q": "model 77"},
    "word, rare": {"q": "server-777.prod"}, "beginning": {"q": "virtual_machine-12"}, "serial": {"q": "SNlaptop4711"},
    "number": {"q": "CI-500000"}, "no such word": {"q": "nothinglikeit"},
    "word, of a class": {"q": "dell", "class": "server"},
    "word, of a team": {"q": "prod", "team": "40"}, "rare word, retired": {"q": "server-99.prod", "state": "retired"},
}  # fmt: skip
PLAIN = """
WITH RECURSIVE reach(id, depth) AS (
    SELECT %s::bigint, 0
    UNION
    SELECT CASE WHEN r.kind = 'protects' THEN r.to_item_id ELSE r.from_item_id END, reach.depth + 1
      FROM reach JOIN assets_relation r ON r.until IS NULL AND (
           (r.to_item_id = reach.id AND r.kind <> 'protects') OR (r.from_item_id = reach.id AND r.kind = 'protects'))
     WHERE reach.depth < 6
)
SELECT count(DISTINCT id) FROM reach
"""
SCALE = ["what", "p50", "p95", "worst", "queries at most", "wanted"]


def main() -> None:
    """Fill, count what services stand on, ask, print."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        of = estate.fill(items)
        counted()
        measure(of, sys.argv[2:])


def counted() -> None:
    """Count what each service stands on, as the sweep does in the hours before."""
    from watchkeep.estate.services import jobs  # noqa: PLC0415  # Django must be set up before

    started, many = time.monotonic(), 0
    while some := jobs.count_footings():
        many += some
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE services_footing")
    print(f"{many} footings counted in {time.monotonic() - started:.0f} s", flush=True)


def measure(of: estate.Numbers, wanted: list[str]) -> None:
    """Everything that is asked for, in tables."""
    settle()
    client = manager()
    starts = {
        "host": of["server"][0] + 5, "rack": of["rack"][0] + 5, "core switch": of["network_device"][0],
        "directory": of["database"][0],
    }  # fmt: skip
    print(f"\n{ground.machine()}; {sum(many for _first, many in of.values()):,} items; milliseconds\n", flush=True)
    print(ground.table(SCALE, [row for name, pk in starts.items() for row in _graph(client, name, pk)]), flush=True)
    print(ground.table(["what", "found by the plain query", "ms", "times as long as ours"], [
        _plain(name, pk) for name, pk in starts.items()
    ]), flush=True)  # fmt: skip
    print(ground.table(SCALE, _lists(client, wanted)), flush=True)


def manager() -> Any:
    """A browser in which somebody has signed in who may manage items."""
    from django.test import Client  # noqa: PLC0415  # Django must be set up before

    from watchkeep.estate.people.models import Person, Role  # noqa: PLC0415  # the same

    person = Person.objects.get(pk=3)
    person.roles.set(Role.objects.filter(slug="manager"))
    client = Client(headers={"host": "localhost"})
    client.force_login(person)
    return client


def _graph(client: Any, name: str, pk: int) -> list[list[object]]:
    from watchkeep.estate.assets import queries  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.services import queries as services  # noqa: PLC0415  # the same

    rows = [
        _timed(f"{name}: what fails with it", "100", lambda: queries.reach([pk], upwards=True)),
        _timed(f"{name}: services, people, money", "100", lambda: services.impact_of([], items=[pk])),
    ]
    for what, address, limit in (("page", f"/items/{pk}", ""), ("map", f"/items/{pk}/map", "300"),
                                 ("map as it was", f"/items/{pk}/map?at=2026-11-01T16:00", "300")):  # fmt: skip
        visit(client, address)
        took = [visit(client, address) for _round in range(3 * ROUNDS)]
        rows.append([*line(f"{name}: {what}", [one[0] for one in took], max(one[1] for one in took)), limit])
    return rows


def _timed(name: str, wanted: str, run: Callable[[], object], rounds: int = 10) -> list[object]:
    run()
    took = []
    for _round in range(rounds):
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    return [*line(name, took, 0), wanted]


def _plain(name: str, pk: int) -> list[object]:
    from watchkeep.estate.assets import queries  # noqa: PLC0415  # Django must be set up before

    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(PLAIN, [pk])
        (found,) = cursor.fetchone()
        plain = time.perf_counter() - began
    began = time.perf_counter()
    queries.reach([pk], upwards=True)
    return [name, f"{found - 1:,}", f"{1000 * plain:,.0f}", f"{plain / (time.perf_counter() - began):.1f}"]


def _lists(client: Any, wanted: list[str]) -> list[list[object]]:
    rows, everything = [], []
    for name, asked in LISTS.items():
        if wanted and not any(one in name for one in wanted):
            continue
        visit(client, "/items", asked)
        took, most = [], 0
        for _round in range(ROUNDS):
            address: str | None = "/items"
            for page in range(PAGES):
                seconds, queries, said = visit(client, address, asked if page == 0 else None)  # type: ignore[arg-type]
                took.append(seconds)
                most = max(most, queries)
                found = NEXT.search(said)
                address = html.unescape(found[1]) if found else None
                if address is None:
                    break
        everything += took
        rows.append([*line(name, took, most), "100"])
    return [*rows, [*line("all of them", everything, 0), "100"]]


if __name__ == "__main__":
    main()

"""10,000 items from a file: tried out, taken in, taken in again; beside a bare COPY.

``python -m bench.imports [lines]``: Takes some minutes.
"""

import csv
import io
import os
import sys
import time
from collections.abc import Callable

import django
from django.core.management import call_command
from django.db import connection

from bench import ground

HEAD = ("name", "class", "serial number", "asset tag", "manufacturer", "model", "cost centre", "price", "memory")


def main() -> None:
    """Make the file, hand it in, measure, print."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        django.setup()
        call_command("migrate", verbosity=0)
        print(ground.machine(), flush=True)
        raw = written(lines)
        bare = said("bare COPY of the same lines", lines, timed(lambda: copied(raw)))
        said("tried out", lines, timed(lambda: taken(raw, is_trial=True)), bare)
        said("taken in, all new", lines, timed(lambda: taken(raw)), bare)
        said("taken in again, nothing new", lines, timed(lambda: taken(raw)), bare)


def said(what: str, lines: int, seconds: float, bare: float = 0) -> float:
    """Say a figure as soon as it is measured."""
    print(
        f"{what}: {seconds:.1f} s, {lines / seconds:,.0f} lines a second, ratio {(bare or seconds) / seconds:.4f}",
        flush=True,
    )
    return seconds


def written(lines: int) -> bytes:
    """A file of machines, each with a serial number and a tag of its own."""
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(HEAD)
    for n in range(lines):
        table.writerow(
            [f"ws-{n:05}", "laptop", f"SN{n:07}", f"T-{n:05}", "Dell", f"Latitude {n % 40}", "4711", "999.50", 16]
        )
    return file.getvalue().encode()


def copied(raw: bytes) -> None:
    """The same lines into a table with the same columns and a key."""
    with connection.cursor() as cursor:
        columns = ", ".join(f"c{place} text" for place in range(len(HEAD)))
        cursor.execute(f"CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {columns})")
        names = ", ".join(f"c{place}" for place in range(len(HEAD)))
        with cursor.copy(f"COPY bare ({names}) FROM STDIN (FORMAT csv, HEADER true)") as copy:
            copy.write(raw)


def taken(raw: bytes, *, is_trial: bool = False) -> None:
    """Hand the file in and take it in, as the page does."""
    from watchkeep.estate.assets import life  # noqa: PLC0415  # Django must be set up before
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    file = life.hand_in(by=CLOCK, name="items.csv", raw=raw, format="items")
    outcome = life.try_out(file, by=CLOCK) if is_trial else life.take_in(file, by=CLOCK)
    if outcome.refused:
        raise SystemExit(f"{len(outcome.refused)} lines were refused, the first: {outcome.refused[0]}")


def timed(act: Callable[[], None]) -> float:
    """Seconds."""
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


if __name__ == "__main__":
    main()

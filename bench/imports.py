"""10,000 items from a file: tried out, taken in, taken in again; killed while it is taken in; beside a bare COPY.

``python -m bench.imports [lines]``: Takes some minutes.
"""

import csv
import io
import multiprocessing
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
        raw = written(lines)
        bare = timed(lambda: copied(raw))
        rows = [("bare COPY of the same lines", bare)]
        rows.append(("tried out", timed(lambda: taken(raw, is_trial=True))))
        whole = timed(lambda: killed(raw, after=rows[-1][1] / 2))
        rows.append(("killed halfway: nothing of it is there", whole))
        rows.append(("taken in, all new", timed(lambda: taken(raw))))
        rows.append(("taken in again, nothing new", timed(lambda: taken(raw))))
        table = [[name, f"{seconds:.1f}", f"{lines / seconds:,.0f}", f"{bare / seconds:.3f}"] for name, seconds in rows]
        print(ground.machine())
        print(ground.table(["what", "seconds", "lines a second", "ratio"], table))


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


def killed(raw: bytes, *, after: float) -> None:
    """Take it in in another process that is killed halfway: nothing of it may be there."""
    from watchkeep.estate.assets.models import Item  # noqa: PLC0415  # Django must be set up before

    connection.close()
    process = multiprocessing.get_context("fork").Process(target=taken, args=(raw,))
    process.start()
    time.sleep(after)
    process.kill()
    process.join()
    if left := Item.objects.count():
        raise SystemExit(f"{left} items are there of a file that was not taken in")


def timed(act: Callable[[], None]) -> float:
    """Seconds."""
    begun = time.monotonic()
    act()
    return time.monotonic() - begun


if __name__ == "__main__":
    main()

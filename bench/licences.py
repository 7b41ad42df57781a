"""Software on fifty thousand devices: how fast titles are read, corrected and counted.

``python -m bench.licences [devices] [titles]``: each device has a hundred of the titles, so five million installations
at the usual fifty thousand. A tenth of the titles is on the bundled list. Takes some minutes, most of them to fill up.
"""

import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
from django.core.management import call_command

from bench import ground

EACH = 100
METRICS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("device", {}),
    ("user", {}),
    ("core", {"per_processor": 8, "per_machine": 16}),
    ("site", {}),
)
ITEMS = """
INSERT INTO assets_item (number, name, cls_id, state, is_active, serial, manufacturer, model, asset_tag, external_id,
                         cost_centre, order_number, disposal, values, created_at)
SELECT 'DEV-' || n, 'device-' || n, (SELECT id FROM assets_itemclass WHERE slug = 'computer'), 'in_use', true,
       '', '', '', '', '', '', '', '', '{}', now()
  FROM generate_series(1, %s) n
"""
TITLES = """
INSERT INTO assets_title (key, name, publisher, version, manager, purl, cpe)
SELECT decode(md5(n::text), 'hex'),
       CASE WHEN n %% 10 = 0 THEN 'Mozilla Firefox ' ELSE 'Made-up program ' END || n || '.' || n %% 7 || ' (x64)',
       'Publisher ' || n %% 300, n %% 20 || '.' || n %% 9, '', '', ''
  FROM generate_series(1, %s) n
"""
INSTALLATIONS = """
INSERT INTO assets_installation (item_id, source_id, title_id, since)
SELECT i.id, (SELECT min(id) FROM assets_source), t.first + (i.id * 7919 + k * k * 13) %% t.many, now()
  FROM assets_item i, generate_series(1, %s) k, (SELECT min(id) AS first, count(*) AS many FROM assets_title) t
ON CONFLICT DO NOTHING
"""


def main() -> None:
    """Fill up, read, correct, count, print."""
    devices = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    titles = int(sys.argv[2]) if len(sys.argv) > 2 else 50_000
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    with ground.postgres():
        django.setup()
        call_command("migrate", verbosity=0)
        installed = fill(devices, titles)
        words = f"{devices:,} devices, {titles:,} titles, {installed:,} installations"
        print(f"\n{ground.machine()}; {words}\n", flush=True)
        print(ground.table(["what", "seconds"], measured()), flush=True)
        print(f"\n{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB in this process", flush=True)


def fill(devices: int, titles: int) -> int:
    """Devices with software on them; returns how many installations there are."""
    from django.db import connection  # noqa: PLC0415  # Django must be set up before

    with connection.cursor() as cursor:
        for statement, count in ((ITEMS, devices), (TITLES, titles), (INSTALLATIONS, EACH)):
            cursor.execute(statement, [count])
        cursor.execute("ANALYZE")
        cursor.execute("SELECT count(*) FROM assets_installation")
        return int(cursor.fetchone()[0])


def measured() -> list[list[str]]:
    """What each thing takes."""
    from watchkeep.estate.assets.models import Item  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.licences import life  # noqa: PLC0415  # the same
    from watchkeep.estate.licences.models import Reading  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    everything = list(Item.objects.values_list("pk", flat=True))
    rows = [
        took("note the titles of all devices", lambda: life.note_titles_of(everything)),
        took("read all of them", lambda: drained(life.read_due)),
        took("count where they are", lambda: drained(life.count)),
    ]
    pattern = "made-up program 1*"
    waits = Reading.objects.unknown().select_related("title").filter(title__name__istartswith=pattern[:-1])[0]
    products = paid()
    rows.append(took("note who uses five hundred bought products, for the first time", note_uses))
    vacuumed()
    rows += [
        took("note all of them anew", note_uses),
        took("reckon the position of all of them", lambda: reckon_all(products)),
        took("count a past day of all of them anew", lambda: anew(products)),
        took("a correction", lambda: life.correct(waits, by=CLOCK, new_product="Program", pattern=pattern)),
        took("read anew what it concerns", lambda: drained(life.read_due)),
        took("note and reckon what it concerns", lambda: (drained(life.note_due), drained(life.reckon_due))),
        took("note and read one inventory", lambda: (life.note_titles_of(everything[:1]), life.read_due())),
    ]
    return [*rows, took("one changed inventory, to its counts and positions", lambda: one_inventory(everything[7]))]


def drained(sweep: Callable[[], int]) -> None:
    """As the worker does it: as long as something is due."""
    while sweep():
        pass


def vacuumed() -> None:
    """As the database does by itself soon after so much was written."""
    from django.db import connection  # noqa: PLC0415  # Django must be set up before

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE licences_use")


def note_uses() -> None:
    """Note anew who uses what, of all products that are counted, as the sweep does it."""
    from watchkeep.estate.licences import life  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.licences.models import Product  # noqa: PLC0415  # the same

    Product.objects.filter(is_counted=True).update(uses_due=True)
    drained(life.note_due)


def paid() -> list[int]:
    """Five hundred products with licences; every other title means one of them."""
    from django.db import connection  # noqa: PLC0415  # Django must be set up before

    from watchkeep.estate.licences import life  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    made = [life.add_product(by=CLOCK, name=f"Bought {n}", licence="paid") for n in range(500)]
    for place, one in enumerate(made):
        metric, more = METRICS[place % len(METRICS)]
        terms = {"quantity": 500, "metric": metric, "price": 120, "highest": "9"} | more
        life.entitle(by=CLOCK, products=[one], name="Licences", **terms)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE licences_reading SET product_id = %s + (title_id / 2) %% 500, version = (title_id %% 12)::text"
            " WHERE title_id %% 2 = 1",
            [made[0].pk],
        )
        cursor.execute("ANALYZE")
    return [one.pk for one in made]


def reckon_all(products: list[int]) -> None:
    """The position of all, as the sweep does it."""
    from watchkeep.estate.licences import life  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.licences.models import Position, Use  # noqa: PLC0415  # the same

    drained(life.reckon_due)
    assert Position.objects.filter(product__in=products, is_latest=True).count() == len(products)
    print(f"{Use.objects.filter(until=None).count():,} uses", flush=True)


def anew(products: list[int]) -> None:
    """A day from the rows that know since when and until when."""
    from watchkeep.estate.licences import queries  # noqa: PLC0415  # Django must be set up before
    from watchkeep.kernel import clock  # noqa: PLC0415  # the same

    now = clock.now()
    with clock.frozen(now + timedelta(days=2)):
        assert len(queries.standings(products, now.date())) == len(products)


def one_inventory(item: int) -> None:
    """What one machine costs whose software changed: its titles, its uses, the positions, the counts."""
    from watchkeep.estate.assets import life as assets  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.assets import queries as register  # noqa: PLC0415  # the same
    from watchkeep.estate.licences import life  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    packages = [assets.Package(name=f"Made-up program 1{n}.1 (x64)", version="1.0") for n in range(60)]
    assets.install_many({item: packages}, by=CLOCK, source=register.source_of_people())
    life.note_titles_of([item])
    life.note_uses_of([item])
    for sweep in (life.read_due, life.note_due, life.reckon_due, life.count):
        drained(sweep)


def took(what: str, run: Callable[[], object]) -> list[str]:
    """How long it took, in seconds."""
    began = time.perf_counter()
    run()
    seconds = f"{time.perf_counter() - began:.2f}"
    print(f"{seconds:>9}  {what}", flush=True)
    return [what, seconds]


if __name__ == "__main__":
    main()

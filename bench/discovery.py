"""How fast what was found becomes what is known.

``python -m bench.discovery [items] [records]``: a million items with four marks each, written by SQL; then records are
matched against them a thousand at a time, half of them heard before and half from another source, with one mark in
common. Then a real inventory of 360 kB, varied, comes through the door in this one process and is read: from machines
that are new, with one per cent of the software changed, and with nothing changed but the time of day.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import django
from django.core.management import call_command

from bench import ground

ITEMS, RECORDS, BATCH = 1_000_000, 100_000, 1_000
MACHINES, UNCHANGED = 200, 1_000
PAYLOAD = "watchkeep/doors/integrations/inventory/tests/payloads/glpi-agent-inventory.z"
FILL = """
INSERT INTO assets_item (id, number, name, cls_id, state, is_active, serial, manufacturer, model, asset_tag,
                         external_id, cost_centre, order_number, disposal, "values", created_at, last_seen_at)
SELECT n, 'CI-B' || n, 'host-' || n, (SELECT id FROM assets_itemclass WHERE slug = 'laptop'), 'in_use', true,
       'SERIAL-' || n, 'Dell Inc.', 'Latitude', '', '', '', '', '', '{}', now(), now()
  FROM generate_series(1, %(items)s) n;
INSERT INTO discovery_trace (id, source_id, key, digest, kind, name, item_id, first_at, last_at, why_kind, why_value,
                             confidence, has_kin)
SELECT n, %(source)s, 'device-' || n, decode(md5(n::text) || md5('x' || n), 'hex'), 'laptop', 'host-' || n, n,
       now() - interval '9 days', now() - interval '1 day', '', '', 100, false FROM generate_series(1, %(items)s) n;
INSERT INTO discovery_identifier (trace_id, kind, value)
SELECT n, k.kind, CASE k.kind WHEN 'serial' THEN 'dell/SERIAL-' || n WHEN 'lone_serial' THEN 'SERIAL-' || n
       WHEN 'agent' THEN 'first:device-' || n ELSE '00:1b:' || substr(md5('m' || n), 1, 11) END
  FROM generate_series(1, %(items)s) n, (VALUES ('serial'), ('lone_serial'), ('agent'), ('mac')) k(kind);
SELECT setval(pg_get_serial_sequence('assets_item', 'id'), %(items)s),
       setval(pg_get_serial_sequence('discovery_trace', 'id'), %(items)s);
ANALYZE assets_item, discovery_trace, discovery_identifier
"""


def main() -> None:
    """Fill, match, receive, print."""
    items, records = (int(given) for given in (*sys.argv[1:3], *map(str, (ITEMS, RECORDS)[len(sys.argv[1:3]) :])))
    with ground.postgres():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        rows = [*_matching(items, records), *_inventories()]
    print(ground.machine())
    print(ground.table(["what", "how many", "a second", "ms of processor here, each", "wanted"], rows))


@contextmanager
def _measured(rows: list[list[str]], what: str, many: int, wanted: str) -> Iterator[None]:
    began, used = time.monotonic(), time.process_time()
    yield
    took, used = time.monotonic() - began, time.process_time() - used
    rows.append([what, f"{many:,}", f"{many / took:,.0f}", f"{1000 * used / many:.2f}", wanted])


def _matching(items: int, records: int) -> list[list[str]]:
    from django.db import connection  # noqa: PLC0415  # Django must be set up before

    from watchkeep.estate.assets.models import Source  # noqa: PLC0415  # the same

    first, second = (Source.objects.create(slug=name, name=name, kind="agent") for name in ("first", "second"))
    with connection.cursor() as cursor:
        for statement in FILL.split(";\n"):
            cursor.execute(statement, {"items": items, "source": first.pk})
    rows: list[list[str]] = []
    half = records // 2
    with _measured(rows, "records from another source, each matched to its item", half, "at least 1,000"):
        _identify(range(1, half + 1), second)
    with _measured(rows, "records that were heard before", half, "at least 1,000"):
        _identify(range(1, half + 1), second)
    return rows


def _identify(numbers: Iterable[int], source: object) -> None:
    from watchkeep.estate.discovery import life  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.discovery.models import Found  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    left = iter(numbers)
    while batch := list(islice(left, BATCH)):
        found = [Found(key=f"other-{n}", serial=f"SERIAL-{n}", manufacturer="Dell", kind="laptop") for n in batch]
        matches = life.identify_many(found, source=source, by=CLOCK)  # type: ignore[arg-type]
        assert [match.stands_for for match in matches if match] == batch


def _inventories() -> list[list[str]]:
    from watchkeep.doors.integrations.inventory import bodies, taking  # noqa: PLC0415  # Django must be set up before
    from watchkeep.estate.assets.models import Installation  # noqa: PLC0415  # the same
    from watchkeep.estate.discovery import life  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    _gateway, key = life.add_gateway(by=CLOCK, name="Bench")
    real = bodies.unpacked(Path(PAYLOAD).read_bytes())
    rows: list[list[str]] = []
    post = _door(key)
    changed = "inventories with one per cent of the software changed"
    for what, version in (("inventories of new machines", ""), (changed, "9")):
        sent = [bodies.packed(_varied(real, number, version)) for number in range(MACHINES)]
        with _measured(rows, what, MACHINES, "at least 20"):
            for body in sent:
                post(body)
            while taking.take_due():
                pass
    sent = [bodies.packed(_varied(real, number % MACHINES, "9", later=True)) for number in range(UNCHANGED)]
    with _measured(rows, "inventories with nothing changed but the time of day", UNCHANGED, "at least 200"):
        for body in sent:
            post(body)
    assert not taking.take_due()
    print(f"{Installation.objects.filter(until=None).count():,} installations")
    return rows


def _door(key: str) -> Callable[[bytes], None]:
    from django.test import Client  # noqa: PLC0415  # Django must be set up before

    client, headers = Client(SERVER_NAME="localhost"), {"user-agent": "GLPI-Agent_v1.11"}

    def post(body: bytes) -> None:
        kind = "application/x-compress-zlib"
        answer = client.post(f"/inventory/agents/{key}", body, content_type=kind, headers=headers)
        assert answer.status_code == 200, answer.content

    return post


def _varied(real: bytes, number: int, version: str, *, later: bool = False) -> bytes:
    """The inventory of another machine; ``version`` is what the numbers of some packages end in."""
    told = real.replace(b"ams-web-01", b"bench-%d" % number).replace(b'"ssn": ""', b'"ssn": "BENCH%06d"' % number)
    told = told.replace(b'"ssn":""', b'"ssn":"BENCH%06d"' % number)
    if version:
        told = told.replace(b'"3.0-', b'"3.0.%s-' % version.encode())
    return told.replace(b"08:05:11", b"09:06:12") if later else told


if __name__ == "__main__":
    main()

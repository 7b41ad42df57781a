"""How fast what was found becomes what is known.

``python -m bench.discovery [items] [records]``: a million items with four marks each, written by SQL; then records are
matched against them a thousand at a time, half of them heard before and half from another source, with one mark in
common. Then a real inventory of 360 kB, varied, is sent by sixteen at once to the whole program, as ``watchkeep up``
starts it, and counts once it has been read: from machines that are new, with one per cent of the software changed, and
with nothing changed but the time of day. The senders, the program and its PostgreSQL share the machine; the processor's
time is of all three.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import call_command

from bench import ground
from bench.traffic import processor_seconds
from testing.running import Running

ITEMS, RECORDS, BATCH = 1_000_000, 100_000, 1_000
MACHINES, UNCHANGED, AT_ONCE, PATIENCE = 300, 3_000, 16, 300
WAITING = "SELECT 1 FROM discovery_inventory WHERE state = 'received' LIMIT 1"
STATES = "SELECT state, count(*), max(why) FROM discovery_inventory GROUP BY 1 ORDER BY 1"
INSTALLED = "SELECT count(*) FROM assets_installation WHERE until IS NULL"
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
    with ground.postgres() as url:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        rows = [*_matching(items, records), *_inventories(url)]
    print(ground.machine())
    print(ground.table(["what", "how many", "a second", "ms of processor, each", "wanted"], rows))


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


def _inventories(url: str) -> list[list[str]]:
    from django.db import connections  # noqa: PLC0415  # Django must be set up before

    from watchkeep.doors.integrations.inventory import bodies  # noqa: PLC0415  # the same
    from watchkeep.estate.discovery import life  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    _gateway, key = life.add_gateway(by=CLOCK, name="Bench")
    connections.close_all()
    real = bodies.unpacked(Path(PAYLOAD).read_bytes())
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory(prefix="watchkeep-bench-") as folder:
        Path(folder).chmod(0o755)
        running = Running(Path(folder) / "data", "--no-demo", DATABASE_URL=url)
        with running, psycopg.connect(url, autocommit=True) as line:
            address = f"{running.url}/inventory/agents/{key}"
            changed = "inventories with one per cent of the software changed"
            for what, version in (("inventories of new machines", ""), (changed, "9")):
                sent = [bodies.packed(_varied(real, number, version)) for number in range(MACHINES)]
                rows.append(_sent(what, address, sent, line, "at least 20"))
            sent = [bodies.packed(_varied(real, number % MACHINES, "9", later=True)) for number in range(UNCHANGED)]
            rows.append(
                _sent("inventories with nothing changed but the time of day", address, sent, line, "at least 200")
            )
            print(f"{line.execute(INSTALLED).fetchone()} installations; states {line.execute(STATES).fetchall()}")
    return rows


def _sent(what: str, address: str, bodies: Sequence[bytes], line: "psycopg.Connection[Any]", wanted: str) -> list[str]:
    """Send them, so many at once, and wait until the last one has been read."""
    began, used = time.monotonic(), processor_seconds(ground.started())
    with ThreadPoolExecutor(AT_ONCE, initializer=_connect, initargs=(address,)) as hands:
        assert set(hands.map(_post, bodies)) == {200}
    answered = time.monotonic() - began
    while line.execute(WAITING).fetchone():
        time.sleep(0.05)
    took, used = time.monotonic() - began, processor_seconds(ground.started()) - used
    many = len(bodies)
    print(f"{what}: answered {many / answered:,.0f} a second")
    return [what, f"{many:,}", f"{many / took:,.0f}", f"{1000 * used / many:.1f}", wanted]


_own = threading.local()


def _connect(address: str) -> None:
    parts = urlsplit(address)
    _own.line, _own.path = HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE), parts.path


def _post(body: bytes) -> int:
    headers = {"User-Agent": "GLPI-Agent_v1.11", "Content-Type": "application/x-compress-zlib"}
    _own.line.request("POST", _own.path, body, headers)
    answer = _own.line.getresponse()
    answer.read()
    return int(answer.status)


def _varied(real: bytes, number: int, version: str, *, later: bool = False) -> bytes:
    """The inventory of another machine; ``version`` is what the numbers of some packages end in."""
    told = real.replace(b"ams-web-01", b"bench-%d" % number).replace(b'"ssn": ""', b'"ssn": "BENCH%06d"' % number)
    told = told.replace(b'"ssn":""', b'"ssn":"BENCH%06d"' % number)
    if version:
        told = told.replace(b'"3.0-', b'"3.0.%s-' % version.encode())
    return told.replace(b"08:05:11", b"09:06:12") if later else told


if __name__ == "__main__":
    main()

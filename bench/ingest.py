"""How many events a second the ingest door commits, beside PostgreSQL itself, Alerta and Alertmanager.

``python -m bench.ingest [seconds] [rounds]``: the whole program as ``watchkeep up`` starts it, on a PostgreSQL that
really waits for the disk. Door and database are measured by turns in one run, and the ratio is the median of the
rounds' own, because a shared machine is fast in one minute and slow in the next; the worker folds meanwhile, so that
what is counted is kept and deduplicated. Needs ``wrk`` and ``pgbench``; for the peers see ``bench.peers``.
"""

import json
import os
import statistics
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import django

from bench import ground, peers
from bench.traffic import EVENT, KEYS, pgbench, settle, wrk
from testing.running import Running

ROUNDS, SECONDS = 5, 8
FEW, MANY = 32, 256
HALF, FORTY = 0.5, 40
BATCH, STORM, A_REQUEST = 100, 50_000, 1000
REPORT = '{"key":"srvKEY/disk%d","summary":"Disk almost full on srvKEY","severity":"critical","labels":{"env":"prod"}}'
WAITING = "SELECT 1 FROM detection_pending LIMIT 1"

Line = list[object]


def main() -> None:
    """Start everything, measure in turns, print."""
    seconds, rounds = [*(int(text) for text in sys.argv[1:]), *(SECONDS, ROUNDS)[len(sys.argv) - 1 :]]
    with (
        tempfile.TemporaryDirectory(prefix="watchkeep-bench-") as folder,
        ground.postgres(max_connections="400") as url,
    ):
        Path(folder).chmod(0o755)
        with Running(Path(folder) / "data", "--no-demo", DATABASE_URL=url) as running:
            keys, content = prepare()
            ours, rows = {}, []
            for connections in (FEW, MANY):
                kept, limit = one_by_one(running.url, url, keys["events_v2"], content, connections, seconds, rounds)
                ours[connections] = statistics.median(kept)
                rows += lines(kept, limit, connections)
            batched = by_hundreds(running.url, keys["json"], seconds)
            settle(url, WAITING)
            answered, folded = storm(running.url, url, keys["json"])
        rows += versus(ours[FEW], batched, url, seconds)
    print(ground.machine())
    print(ground.table(["what", "connections", "events/s", "ratio", "wanted"], rows))
    print(
        f"A storm of {STORM:,} events of {KEYS:,} keys: answered in {answered:.1f} s, folded {folded:.1f} s after that."
    )


def prepare() -> tuple[dict[str, str], str]:
    """The keys of two integrations, and what is kept of an event."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    django.setup()
    from watchkeep.doors.ingest.calls import Call  # noqa: PLC0415  # Django must be set up before
    from watchkeep.doors.ingest.formats.events_v2 import EventsV2  # noqa: PLC0415  # the same
    from watchkeep.insight.detection import life  # noqa: PLC0415  # the same
    from watchkeep.insight.detection.models.signal import encode  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    keys = {kind: life.add_integration(by=CLOCK, name=kind, kind=kind)[1] for kind in ("events_v2", "json")}
    (signal,) = EventsV2().read(Call("POST", "/", {}, EVENT.format(key="k").encode())).signals
    return keys, encode(signal).decode()


def one_by_one(  # noqa: PLR0917  # what a round needs
    door: str, url: str, key: str, content: str, connections: int, seconds: int, rounds: int
) -> tuple[list[float], list[float]]:
    """Events a second, one a request; and one-row inserts a second over as many connections; round by round."""
    kept, limit = [], []
    for _ in range(rounds):
        limit.append(pgbench(url, content, connections, seconds))
        kept.append(wrk(door, "/v2/enqueue", EVENT.format(key=key), connections, seconds))
        settle(url, WAITING)
        print(f"  {connections} connections: {kept[-1]:,.0f} beside {limit[-1]:,.0f}", file=sys.stderr)
    return kept, limit


def lines(ours: list[float], limit: list[float], connections: int) -> list[Line]:
    """A figure and what bounds it."""
    ratio = statistics.median(one / other for one, other in zip(ours, limit, strict=True))
    one, other = statistics.median(ours), statistics.median(limit)
    return [
        ["Watchkeep, one event a request", connections, f"{one:,.0f}", f"{ratio:.2f}", f"at least {HALF}"],
        ["PostgreSQL itself, one-row inserts", connections, f"{other:,.0f}", "1", ""],
    ]


def by_hundreds(door: str, key: str, seconds: int) -> float:
    """Events a second, a hundred a request."""
    body = f"[{','.join(REPORT % (n % 10) for n in range(BATCH))}]"
    return BATCH * wrk(door, "/ingest/json", body, FEW, seconds, key=key)


def versus(one: float, batched: float, url: str, seconds: int) -> list[Line]:
    """The peers, or the word that they are not installed."""
    alerta, alertmanager = peers.alerta(url, seconds), peers.alertmanager(seconds)
    ratio = f"{batched / alertmanager:.1f}" if alertmanager else ""
    return [
        ["Watchkeep, a hundred events a request", FEW, f"{batched:,.0f}", ratio, "more than 1"],
        [
            "Alertmanager, one by one, into memory",
            FEW,
            f"{alertmanager:,.0f}" if alertmanager else "not installed",
            "1",
            "",
        ],
        [
            "Watchkeep, one event a request",
            FEW,
            f"{one:,.0f}",
            f"{one / alerta:.0f}" if alerta else "",
            f"at least {FORTY}",
        ],
        ["Alerta, one alert a request", FEW, f"{alerta:,.0f}" if alerta else "not installed", "1", ""],
    ]


def storm(door: str, url: str, key: str) -> tuple[float, float]:
    """Seconds until a storm was answered, and from then until nothing of it waits any more."""
    begun = time.monotonic()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    for first in range(0, STORM, A_REQUEST):
        events = [{"key": f"storm{n % KEYS}", "summary": "The storm"} for n in range(first, first + A_REQUEST)]
        request = urllib.request.Request(f"{door}/ingest/json", json.dumps(events).encode(), headers)
        with urllib.request.urlopen(request, timeout=60):
            pass
    answered = time.monotonic()
    settle(url, WAITING)
    return answered - begun, time.monotonic() - answered


if __name__ == "__main__":
    main()

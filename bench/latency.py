"""From an alert's POST to the page in the mail server's hands: how long it takes, in peace and in a storm.

``python -m bench.latency [probes]``: the whole program as ``watchkeep up`` starts it, with its own PostgreSQL (fsync
on) and a real SMTP server. Each probe opens an incident of its own, finds the person on call and mails the page. The
storm is 500 further events a second, one a request, of 1,000 keys that burn already.
"""

import http.client
import json
import multiprocessing
import os
import re
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django

from bench import ground
from testing.mailbox import Mailbox, mail_server
from testing.running import Running

PROBES = 200
EVERY_SECONDS = 0.2
STORM_RATE, STORM_KEYS, STORM_SENDERS = 500, 1000, 4
LIMIT_P50, LIMIT_P99 = 300, 2000


def main() -> None:
    """Start everything, probe in peace, probe in a storm, print."""
    probes = int(sys.argv[1]) if len(sys.argv) > 1 else PROBES
    with tempfile.TemporaryDirectory(prefix="watchkeep-bench-") as folder, mail_server() as box:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        with Running(data, "--no-demo", WATCHKEEP_SMTP_URL=f"smtp://127.0.0.1:{box.port}") as running:
            key = prepare(running, data)
            probe(running.url, key, box, 10, "warm")
            rows = [row("in peace", *probe(running.url, key, box, probes, "peace"))]
            storm = Storm(running.url, key)
            storm.begin()
            rows.append(row("in the storm", *probe(running.url, key, box, probes, "storm")))
            rate = storm.end()
    print(ground.machine())
    print(ground.table(["POST to mail server", "pages", "p50", "p95", "p99", "slowest"], rows))
    print(f"Storm: {rate:.0f} events a second were answered 202. Limits: p50 {LIMIT_P50} ms, p99 {LIMIT_P99} ms.")


def prepare(running: Running, data: Path) -> str:
    """A person on call for everything, and an integration's key."""
    os.environ.update(DATABASE_URL=running.facts["database_url"], WATCHKEEP_DATA=str(data))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
    django.setup()
    from testing import make  # noqa: PLC0415  # Django must be set up before
    from watchkeep.duty.oncall import life as oncall  # noqa: PLC0415  # the same
    from watchkeep.duty.oncall.rules.paging import Step, Target  # noqa: PLC0415  # the same
    from watchkeep.insight.detection import life as detection  # noqa: PLC0415  # the same
    from watchkeep.kernel.actors import CLOCK  # noqa: PLC0415  # the same

    first = Step(targets=(Target("person", make.ana().pk),), wait_minutes=60)
    oncall.create_policy(by=CLOCK, name="Everything", steps=[first], is_default=True)
    shop = make.service("Web shop")
    return detection.add_integration(by=CLOCK, name="Bench", kind="events_v2", service=shop, group_by=["group"])[1]


def probe(url: str, key: str, box: Mailbox, count: int, name: str) -> tuple[list[float], int]:
    """Post alerts one by one at a steady pace; the seconds until each page was in the server's hands."""
    sent: dict[str, float] = {}
    line = Line(url)
    for number in range(count):
        mark = f"{name}-{number}"
        sent[mark] = time.time()
        line.post(event(key, mark, group=mark, summary=f"Probe [{mark}]"))
        time.sleep(max(0.0, sent[mark] + EVERY_SECONDS - time.time()))
    until = time.time() + 30
    while len(arrived := arrivals(box, name)) < count and time.time() < until:
        time.sleep(0.05)
    return [at - sent[mark] for mark, at in arrived.items()], count - len(arrived)


def arrivals(box: Mailbox, name: str) -> dict[str, float]:
    """When the first page of each probe arrived."""
    found: dict[str, float] = {}
    for mail, at in zip(list(box.mails), list(box.arrived), strict=False):
        if mark := re.search(rf"\[({name}-\d+)\]", str(mail["Subject"])):
            found.setdefault(mark[1], at)
    return found


def row(words: str, seconds: list[float], missing: int) -> list[str]:
    """A line of the table."""
    if missing:
        raise SystemExit(f"{missing} pages {words} never came")
    p50, p95, p99 = ground.percentiles(seconds)
    figures = [f"{value:.0f} ms" for value in (p50, p95, p99, max(seconds) * 1000)]
    return [words, str(len(seconds)), *figures]


def event(key: str, mark: str, *, group: str, summary: str) -> bytes:
    """An alert in the form of the Events API v2."""
    payload = {"summary": summary, "source": "bench", "severity": "critical", "group": group}
    return json.dumps({"routing_key": key, "event_action": "trigger", "dedup_key": mark, "payload": payload}).encode()


class Line:
    """One connection to the ingest door, kept open."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)

    def post(self, body: bytes) -> int:
        """Post one event; anything but 202 ends the run."""
        self._line.request("POST", "/v2/enqueue", body, {"content-type": "application/json"})
        answer = self._line.getresponse()
        words = answer.read()
        if answer.status != 202:
            raise SystemExit(f"{answer.status}: {words[:200]!r}")
        return answer.status


class Storm:
    """Events of keys that burn already, from a process of its own so that it measures nothing but the server."""

    def __init__(self, url: str, key: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._stop, self._count = context.Event(), context.Value("l", 0)
        args = (url, key, self._stop, self._count)
        self._process = context.Process(target=rain, args=args, daemon=True)
        self._began = 0.0

    def begin(self) -> None:
        """Let it rain, and wait until the keys burn."""
        self._process.start()
        while self._count.value < 2 * STORM_KEYS:
            time.sleep(0.1)
        self._count.value, self._began = 0, time.time()

    def end(self) -> float:
        """Stop; how many events a second were answered."""
        rate = float(self._count.value / (time.time() - self._began))
        self._stop.set()
        self._process.join(10)
        return rate


def rain(url: str, key: str, stop: Any, count: Any) -> None:
    """Post at the storm's rate over a few connections until told to stop."""
    threads = [threading.Thread(target=_pour, args=(url, key, stop, count, part)) for part in range(STORM_SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _pour(url: str, key: str, stop: Any, count: Any, part: int) -> None:
    line, number, due = Line(url), part, time.monotonic()
    while not stop.is_set():
        mark = f"rain-{number % STORM_KEYS}"
        line.post(event(key, mark, group="rain", summary="It rains"))
        with count.get_lock():
            count.value += 1
        number += STORM_SENDERS
        due = max(due + STORM_SENDERS / STORM_RATE, time.monotonic() - 1)
        time.sleep(max(0.0, due - time.monotonic()))


if __name__ == "__main__":
    main()

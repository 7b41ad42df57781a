"""From an alert's POST to the page in the mail server's hands: how long it takes, in peace and in a storm.

``python -m bench.latency [seconds]``: the whole program as ``watchkeep up`` starts it, with its own PostgreSQL (fsync
on) and a real SMTP server. Each probe opens an incident of its own, finds the person on call and mails the page. The
storm is 500 further events a second, one a request, of 1,000 keys that burn already. The storm, this program and
the mail server run on the same processors as what is measured.
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
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django

from bench import ground
from testing.mailbox import Mailbox, mail_server
from testing.running import Running

SECONDS = 40
IN_PEACE, IN_STORM = (2, 5), (1, 2, 5)
"""New incidents a second."""
BURST = 50
PATIENCE = 60
STORM_RATE, STORM_KEYS, STORM_SENDERS = 500, 1000, 4
LIMIT_P50, LIMIT_P99 = 300, 2000
HEAD = ["POST to mail server", "new incidents a second", "pages", "p50", "p95", "p99", "slowest"]


def main() -> None:
    """Start everything, probe in peace, probe in a storm, print."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory(prefix="watchkeep-bench-") as folder, mail_server() as box:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        with Running(data, "--no-demo", WATCHKEEP_SMTP_URL=f"smtp://127.0.0.1:{box.port}") as running:
            key = prepare(running, data)
            prober = Prober(running.url, key, box)
            prober.probe("warm", 2, 10)
            rows = [prober.row("in peace", rate, rate * seconds) for rate in IN_PEACE]
            rows.append(prober.row("in peace", 0, BURST))
            storm = Storm(running.url, key)
            storm.begin()
            rows += [prober.row("in the storm", rate, rate * seconds) for rate in IN_STORM]
            answered = storm.end()
    print(ground.machine())
    print(ground.table(HEAD, rows))
    print(f"Storm: {answered:.0f} events a second were answered 202. Limits: p50 {LIMIT_P50} ms, p99 {LIMIT_P99} ms.")


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


@dataclass
class Prober:
    """Whoever posts alerts at a steady pace and looks when their pages arrive."""

    url: str
    key: str
    box: Mailbox

    def row(self, words: str, rate: int, count: int) -> list[str]:
        """A line of the table."""
        took, missing = self.probe(words.replace(" ", "-"), rate, count)
        if missing:
            raise SystemExit(f"{missing} pages {words} never came")
        p50, p95, p99 = ground.percentiles(took)
        figures = [f"{value:.0f} ms" for value in (p50, p95, p99, max(took) * 1000)]
        return [words, str(rate) if rate else "all at one moment", str(len(took)), *figures]

    def probe(self, name: str, rate: int, count: int) -> tuple[list[float], int]:
        """So many alerts a second, or all at once; the seconds until each page was in the server's hands."""
        sent: dict[str, float] = {}
        line, name = Line(self.url), f"{name}-{rate}"
        for number in range(count):
            mark = f"{name}-{number}"
            sent[mark] = time.time()
            line.post(event(self.key, mark, group=mark, summary=f"Probe [{mark}]"))
            if rate:
                time.sleep(max(0.0, sent[mark] + 1 / rate - time.time()))
        until = time.time() + PATIENCE
        while len(arrived := self._arrivals(name)) < len(sent) and time.time() < until:
            time.sleep(0.05)
        return [at - sent[mark] for mark, at in arrived.items()], len(sent) - len(arrived)

    def _arrivals(self, name: str) -> dict[str, float]:
        """When the first page of each probe arrived."""
        found: dict[str, float] = {}
        for mail, at in zip(list(self.box.mails), list(self.box.arrived), strict=False):
            if mark := re.search(rf"\[({name}-\d+)\]", str(mail["Subject"])):
                found.setdefault(mark[1], at)
        return found


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

"""A real Prometheus, as Debian ships it, with a past that somebody wrote down for it."""

import math
import random
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from testing import debian
from testing.mailbox import free_port
from testing.running import wait_for

DAY = 86_400
FAILING_SHARE = '100 * sum(rate(http_requests_total{code="500"}[5m])) / sum(rate(http_requests_total[5m]))'
"""In PromQL, how many per cent of the requests fail."""


@contextmanager
def prometheus(folder: Path, past: Iterable[str]) -> Iterator[str]:
    """Where it listens, for as long as the block lasts. ``past``: lines of the OpenMetrics text format."""
    if not debian.found("prometheus"):
        pytest.skip("prometheus is not installed")
    (folder / "past.om").write_text("\n".join([*past, "# EOF", ""]))
    make_past = [
        "promtool",
        "tsdb",
        "create-blocks-from",
        "openmetrics",
        "--max-block-duration=720h",
        "past.om",
        "data",
    ]
    subprocess.run(make_past, cwd=folder, check=True, capture_output=True, timeout=60)
    (folder / "prometheus.yml").write_text("scrape_configs: []\n")
    port, log = free_port(), folder / "log"
    command = ["prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data"]
    command += ["--storage.tsdb.retention.time=1y", f"--web.listen-address=127.0.0.1:{port}"]
    with log.open("wb") as said, subprocess.Popen(command, cwd=folder, stdout=said, stderr=said) as process:
        try:
            wait_for(lambda: "Server is ready" in log.read_text(), 30)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def failing_requests(days: int = 16, worse_for: int = 3600, times: float = 4) -> Iterator[str]:
    """Requests of a service: one in 250 fails, more by day. For ``worse_for`` seconds now ``times`` as many have."""
    chance, total, failed, now = random.Random(6), 0.0, 0.0, int(datetime.now(UTC).timestamp())
    lines: dict[int, list[str]] = {200: [], 500: []}
    for at in range(now - days * DAY, now + 900, 60):
        sun = math.sin(at / DAY * 2 * math.pi)
        requests = 600 * (1 + 0.5 * sun)
        share = 0.004 * (1 + 0.3 * sun) * chance.uniform(0.8, 1.2) * (times if at > now - worse_for else 1)
        total, failed = total + requests, failed + requests * share
        for code, count in ((200, total), (500, failed)):
            lines[code].append(f'http_requests_total{{code="{code}"}} {count:.0f} {at}')
    yield "# TYPE http_requests counter"
    for several in lines.values():
        yield from several

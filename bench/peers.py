"""The peers: Alerta (from PyPI) and Prometheus Alertmanager (from Debian), each asked for what it does as we are.

What is not installed is left out, and the table says so. ``ALERTA_PYTHON`` names the Python of a throw-away
environment with ``alerta-server``, ``gunicorn`` and ``psycopg2-binary``.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg

from bench.traffic import wrk
from watchkeep.launch.postgres.server import free_port

ALERTA = (
    '{"resource":"srvKEY","event":"DiskFull","environment":"Production","severity":"critical","service":["shop"],'
    '"text":"Disk almost full on srvKEY","origin":"bench"}'
)
ALERTMANAGER = (
    '[{"labels":{"alertname":"DiskFull","instance":"srvKEY","severity":"critical","env":"prod"},'
    '"annotations":{"summary":"Disk almost full on srvKEY"},"generatorURL":"https://prometheus.example.net/graph"}]'
)
ALERTMANAGER_CONFIG = "route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n"
CONNECTIONS = 32


def alerta(url: str, seconds: int) -> float | None:
    """Alerts a second that Alerta takes into the same PostgreSQL, on two workers; None without it."""
    python = os.environ.get("ALERTA_PYTHON", "")
    if not python:
        return None
    with psycopg.connect(url, autocommit=True) as line:
        line.execute("CREATE DATABASE alerta")
    told = {"DATABASE_URL": with_database(url, "alerta"), "AUTH_REQUIRED": "False", "PLUGINS": ""}
    command = [python, "-m", "gunicorn", "-w", "1", "alerta:create_app()", "-b"]
    with _running(command, told) as port:
        reached(f"http://127.0.0.1:{port}/_")
    command[4] = "2"  # the first boot makes the tables, and does not bear a twin
    with _running(command, told) as port:
        reached(f"http://127.0.0.1:{port}/_")
        return wrk(f"http://127.0.0.1:{port}", "/alert", ALERTA, CONNECTIONS, seconds)


def alertmanager(seconds: int) -> float | None:
    """Alerts a second that Alertmanager takes one by one into memory; None without it."""
    program = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
    if not program:
        return None
    with tempfile.TemporaryDirectory() as home:
        config = Path(home) / "alertmanager.yml"
        config.write_text(ALERTMANAGER_CONFIG)
        options = [
            f"--config.file={config}",
            f"--storage.path={home}",
            "--cluster.listen-address=",
            "--log.level=error",
        ]
        with _running([program, *options, "--web.listen-address"], {}) as port:
            reached(f"http://127.0.0.1:{port}/-/ready")
            return wrk(f"http://127.0.0.1:{port}", "/api/v2/alerts", ALERTMANAGER, CONNECTIONS, seconds)


def reached(url: str, patience: float = 60) -> None:
    """Until somebody answers there."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=2)
        except urllib.error.HTTPError:
            return  # it answers, if only that it wants to know who asks
        except (TimeoutError, OSError):
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{url} does not answer")


def with_database(url: str, name: str) -> str:
    """The same server, another database, as libpq's URL."""
    head, _, options = url.replace("postgres://", "postgresql://").partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{options}" if options else "")


@contextlib.contextmanager
def _running(command: list[str], told: dict[str, str]) -> Iterator[int]:
    """The program on a free port, which is its last argument, until we are done with it."""
    port = free_port()
    process = subprocess.Popen(
        [*command, f"127.0.0.1:{port}"], env=os.environ | told, cwd="/",
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield port
    finally:
        process.terminate()
        process.wait(20)

"""Traffic: events by wrk, one-row inserts by pgbench, and the processor time that either side takes."""

import re
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg

from watchkeep.launch.postgres import binaries

KEYS = 1000
LUA = """
local KEYS = %d
local n, threads, made = 0, 0, {}
function setup(thread) thread:set("first", threads * 499); threads = threads + 1 end
function init(args)
  n = first
  for key = 0, KEYS - 1 do
    local body = string.gsub(%r, "KEY", tostring(key))
    made[key] = wrk.format("POST", %r, {["Content-Type"] = "application/json", ["Authorization"] = %r}, body)
  end
end
function request()
  n = n + 1
  return made[n %% KEYS]
end
"""
EVENT = (
    '{{"routing_key":"{key}","event_action":"trigger","dedup_key":"srvKEY/disk","payload":{{"summary":'
    '"Disk almost full on srvKEY","source":"srvKEY.example.net","severity":"critical","component":"postgres",'
    '"group":"prod","class":"disk"}},"links":[{{"href":"https://grafana.example.net/d/disk","text":"dashboard"}}]}}'
)
INSERT = """
\\set k random(0, 999)
INSERT INTO detection_event (received_at, integration_id, sent_with, thread, content)
VALUES (now(), 1, 1, :k, '{content}');
"""


def wrk(  # what is sent, and how hard
    url: str, path: str, body: str, connections: int, seconds: int, *, key: str = "", authorization: str = ""
) -> float:
    """Requests a second that were answered 2xx, on keep-alive connections. KEY in the body runs over the keys."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % (KEYS, body, path, authorization or f"Bearer {key}"))
        script.flush()
        said = _said(["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "-s", script.name, url])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    total = int(re.search(r"(\d+) requests in", said)[1])  # type: ignore[index]
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return rate * (1 - (int(refused[1]) if refused else 0) / max(total, 1))


def pgbench(url: str, content: str, connections: int, seconds: int) -> float:
    """Rows a second that this PostgreSQL commits one by one, by prepared statements.

    The table is the door's own, without the queue beside it. ``content`` holds no quote and no ``:name``.
    """
    program = binaries.newest_tools().program("pgbench")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(INSERT.format(content=content))
        script.flush()
        options = ["-n", "-M", "prepared", "-c", str(connections), "-j", "2", "-T", str(seconds), "-f", script.name]
        said = _said([program, *options, url.replace("postgres://", "postgresql://")])
    found = re.search(r"tps = ([\d.]+)", said)
    if not found:
        raise SystemExit(f"pgbench had no time to begin; measure for longer than {seconds} s")
    return float(found[1])


def settle(url: str, waiting: str, patience: float = 300) -> None:
    """Wait until this query finds nothing any more; work that does not come to an end ends the run."""
    deadline = time.monotonic() + patience
    with psycopg.connect(url, autocommit=True) as line:
        while line.execute(waiting).fetchone():  # type: ignore[call-overload]  # a query of ours
            if time.monotonic() > deadline:
                raise SystemExit(f"not done within {patience:.0f} s: {waiting}")
            time.sleep(0.05)


def processor_seconds(processes: Iterable[int]) -> float:
    """Processor time that these processes have taken, their ended children included."""
    ticks = 0
    for process in processes:
        try:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / 100


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr[-600:] or done.stdout[-600:]}")
    return done.stdout

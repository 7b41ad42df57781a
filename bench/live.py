"""Five hundred people with a page open on which nothing happens: what that costs in memory and processor time.

``python -m bench.live [pages] [seconds]``: the whole program as ``watchkeep up`` starts it, with the demo. Each page
holds one stream of its own, as a browser does. Memory is what the program's processes share out among themselves
(PSS), the database's included; processor time is theirs too, and is compared with the same time without any page.
"""

import os
import socket
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from bench import ground
from bench.traffic import processor_seconds
from testing.running import Running, processes_of

PAGES, SECONDS = 500, 60
LIMIT_MEGABYTES, LIMIT_PERCENT = 200, 10
TOPICS = "queue"


def main() -> None:
    """Measure without pages, open them, measure again, see that they live, print."""
    pages, seconds = [*(int(text) for text in sys.argv[1:]), *(PAGES, SECONDS)[len(sys.argv) - 1 :]]
    with tempfile.TemporaryDirectory(prefix="watchkeep-bench-") as folder:
        Path(folder).chmod(0o755)
        with Running(Path(folder) / "data") as running:
            time.sleep(20)  # the start is over and done
            before = cost(running, seconds)
            streams = [opened(running) for _ in range(pages)]
            time.sleep(5)
            after = cost(running, seconds)
            alive = sum(1 for stream in streams if heard(stream))
            for stream in streams:
                stream.close()
    if alive < pages:
        raise SystemExit(f"{pages - alive} of {pages} streams said nothing")
    rows = [line("nobody", before), line(f"{pages} pages", after)]
    rows.append(line("the pages alone", (after[0] - before[0], after[1] - before[1])))
    print(ground.machine())
    print(ground.table(["open", "memory", "processor"], rows))
    print(f"Limits: {LIMIT_MEGABYTES} MB, {LIMIT_PERCENT} % of a core.")


def cost(running: Running, seconds: int) -> tuple[float, float]:
    """Megabytes, and percent of a core over some seconds."""
    processes = [int(said.split()[0]) for said in processes_of(running.data) if str(os.getpid()) != said.split()[0]]
    began = processor_seconds(processes)
    time.sleep(seconds)
    return memory(processes), (processor_seconds(processes) - began) / seconds * 100


def memory(processes: list[int]) -> float:
    """Megabytes of these processes; what they share is counted once."""
    kilobytes = 0
    for process in processes:
        try:
            told = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        kilobytes += sum(int(row.split()[1]) for row in told.splitlines() if row.startswith("Pss:"))
    return kilobytes / 1000


def opened(running: Running) -> socket.socket:
    """A stream, as a page opens it."""
    place = urlsplit(running.url)
    stream = socket.create_connection((place.hostname, place.port or 80), timeout=30)
    token = running.demo["keys"]["ana"]
    request = f"GET /live?topics={TOPICS} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
    stream.sendall(request.encode())
    said = stream.recv(4096)
    if b" 200 " not in said.partition(b"\r\n")[0]:
        raise SystemExit(f"the stream was refused: {said[:300]!r}")
    return stream


def heard(stream: socket.socket) -> bool:
    """Whether anything came since it was opened: there is a sign of life every twenty seconds."""
    stream.settimeout(1)
    try:
        return b"still here" in stream.recv(65536)
    except TimeoutError:
        return False


def line(words: str, cost: tuple[float, float]) -> list[str]:
    """A line of the table."""
    return [words, f"{cost[0]:.0f} MB", f"{cost[1]:.1f} %"]


if __name__ == "__main__":
    main()

"""How many requests a second the API makes, beside other service desks: all durable, on one PostgreSQL.

``python -m bench.requests [seconds] [rounds]``: the whole program as ``watchkeep up`` starts it, on a PostgreSQL that
really waits for the disk, and each peer as ``bench.desks`` says. All are asked by turns in one run, by a few at once
and by many: we for a request in one's own words and for an order of the catalogue, the others for a ticket with a title
and a few words. Nobody sends mail: who asks us has no address; what mailing each of them costs us has a row of its own.
Of few and many the better figure of each desk counts; a ratio is the median of the rounds' own. What a desk does later
(reactions, mail, requests that nobody waits for any more) it does in its own turn as far as it comes; the rest is
waited for before the next one's. Needs ``wrk``; takes some ten minutes.
"""

import contextlib
import hashlib
import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from bench import desks, ground
from bench.desks import CONNECTIONS, Desk
from bench.traffic import processor_seconds, settle
from testing.running import Running

SECONDS, ROUNDS, WANTED, PATIENCE = 10, 3, 5, 600
WORDS = '{"title":"A second screen KEY","description":"For the plans of the new building."}'
ORDER = '{"item":%d,"answers":{"group":"staff-KEY"}}'
ITEM = "leave-group"
AT_ONCE, OURS = (8, CONNECTIONS, 100), 3
IDLE = 0.2
"""Seconds of a processor within a second; the program's own sweeps take less."""
PATH = "/api/v1/requests"
MAILED, UNMAILED = "chidi@kestrel.example", "ines@kestrel.example"
FOLLOWS = "SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing') LIMIT 1"
HEAD = ["what", *(f"asked by {many} at once" for many in AT_ONCE), "one's own words are", "an order is", "wanted"]


def main() -> None:
    """Start everything, measure in turns, print."""
    seconds, rounds = [*(int(text) for text in sys.argv[1:]), *(SECONDS, ROUNDS)[len(sys.argv) - 1 :]]
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="watchkeep-bench-")))
        folder.chmod(0o755)
        url = stack.enter_context(ground.postgres(max_connections="200"))
        limit = {"WATCHKEEP_API_REQUESTS_A_MINUTE": "10000000"}
        running = Running(folder / "data", DATABASE_URL=url, **limit)
        stack.callback(running.start(PATIENCE).stop)
        found, missing = ours(running.url, url), list[str]()
        for start in desks.ALL:
            (home := folder / start.__name__).mkdir()
            if desk := stack.enter_context(start(url, home)):
                found.append(desk)
            else:
                missing.append(start.__name__)
        rates = measure(found, url, seconds, rounds)
    print(ground.machine())
    print(ground.table(HEAD, lines(rates)))
    for name in missing:
        print(f"{name}: not installed")


def ours(address: str, url: str) -> list[Desk]:
    """What is asked of us: a request in one's own words, an order that needs nobody's approval, and mail on top."""
    with psycopg.connect(url) as line:
        item = line.execute("SELECT id FROM requests_catalogueitem WHERE slug = %s", [ITEM]).fetchone()
    order = ORDER % (item or [0])[0]
    reached, silent = (f"Bearer {token(url, asks)}" for asks in (MAILED, UNMAILED))
    return [
        Desk("Watchkeep, one's own words", address, PATH, WORDS, silent),
        Desk("Watchkeep, an order", address, PATH, order, silent),
        Desk("Watchkeep, one's own words, each mailed", address, PATH, WORDS, reached),
    ]


def measure(found: list[Desk], url: str, seconds: int, rounds: int) -> dict[tuple[str, int], list[float]]:
    """Requests a second of each, round by round, by desk and how many ask at once; a short turn warms each up."""
    rates: dict[tuple[str, int], list[float]] = {(desk.name, many): [] for many in AT_ONCE for desk in found}
    for desk in found:
        desk.rate(AT_ONCE[0], 2)
    for _ in range(rounds):
        for many in AT_ONCE:
            for desk in found:
                settle(url, FOLLOWS, PATIENCE)
                rest()
                rates[desk.name, many].append(desk.rate(many, seconds))
        print(
            "  " + ", ".join(f"{name} ({many}) {kept[-1]:,.1f}" for (name, many), kept in rates.items()),
            file=sys.stderr,
        )
    return rates


def rest() -> None:
    """Wait until nothing that we have started has anything left to do."""
    before, deadline = processor_seconds(ground.started()), time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        time.sleep(1)
        if (now := processor_seconds(ground.started())) - before < IDLE:
            return
        before = now


def lines(rates: dict[tuple[str, int], list[float]]) -> list[list[object]]:
    """The figures, ours first, and how many times each peer's we make."""
    names = list(dict.fromkeys(name for name, _many in rates))
    best = {name: [max(kept) for kept in zip(*(rates[name, many] for many in AT_ONCE), strict=True)] for name in names}
    rows: list[list[object]] = []
    for place, name in enumerate(names):
        figures = [f"{statistics.median(rates[name, many]):,.1f}" for many in AT_ONCE]
        times = [f"{statistics.median(map(ratio, best[our], best[name])):.1f} times" for our in names[:2]]
        rows.append(
            [name, *figures, *(times if place >= OURS else ["", ""]), f"at least {WANTED}" if place >= OURS else ""]
        )
    return rows


def ratio(ours: float, theirs: float) -> float:
    """How many times as many; a desk may have answered nothing within its turn."""
    return ours / theirs if theirs else float("inf")


def token(url: str, asks: str) -> str:
    """A token of somebody who asks and does nothing else."""
    plain = f"wk_{secrets.token_hex(20)}"
    with psycopg.connect(url, autocommit=True) as line:
        made = line.execute(
            "INSERT INTO people_apitoken (person_id, name, scopes, prefix, digest, created_at) SELECT id, 'bench', "
            "'{*}', 'wk_bench', %s, now() FROM people_person WHERE email = %s RETURNING id",
            [hashlib.sha256(plain.encode()).digest(), asks],
        ).fetchone()
        if asks == UNMAILED:
            line.execute("UPDATE people_person SET email = '' WHERE email = %s", [asks])
    if made is None:
        raise SystemExit(f"the demo has no {asks}")
    return plain


if __name__ == "__main__":
    main()

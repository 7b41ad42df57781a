"""How fast mail is taken in, and whether all of it is there, each once, when the worker is killed in between.

``python -m bench.mail [mails]``: the whole program as ``watchkeep up`` starts it, on a PostgreSQL that really waits for
the disk. Mails are handed over by SMTP on four lines, as a mail server does: what was not taken is offered again. Each
becomes a ticket or a reply, with its clocks and facts. Meanwhile the worker, which listens and sorts, is killed (-9)
three times. The clock runs from the first mail until the last one is sorted.
"""

import os
import smtplib
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from bench import ground
from bench.traffic import processor_seconds
from testing.mailbox import free_port
from testing.running import Running, processes_of, wait_until_done

MAILS, LINES, KILLS, WANTED = 10_000, 4, 3, 50
REPLIES = 5
"""One mail in so many answers an earlier one."""
SET_UP = """
from watchkeep.estate.people import life as people
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.correspondence import life
guests = people.add_organisation(by=CLOCK, name="Guests", kind="customer")
life.add_mailbox(
    by=CLOCK, way="handed", name="Support", address="support@bench.example", guests=guests, answers=False)
"""
COUNT = """
SELECT count(*), count(DISTINCT message_id), count(*) FILTER (WHERE state = 'opened'),
       count(*) FILTER (WHERE state = 'replied'), count(*) FILTER (WHERE state = 'received'),
       count(DISTINCT ticket_id) FILTER (WHERE state = 'opened'), (SELECT count(*) FROM tickets_ticket),
       (SELECT count(*) FROM tickets_comment)
  FROM correspondence_mail
"""
KEPT = "SELECT coalesce(max(id), 0) FROM correspondence_mail"
WAITING = "SELECT count(*) FROM correspondence_mail WHERE state = 'received'"


def main() -> None:
    """Start everything, send, kill, count, print."""
    mails = int(sys.argv[1]) if len(sys.argv) > 1 else MAILS
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="watchkeep-bench-") as folder, ground.postgres() as url:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        listen = {"WATCHKEEP_MAIL_LISTEN": f"smtp://127.0.0.1:{port}", "DATABASE_URL": url}
        with Running(data, "--no-demo", **listen) as running:
            done = running.run("manage", "shell", "-c", SET_UP, DATABASE_URL=url)
            assert done.returncode == 0, done.stderr
            began, used = time.monotonic(), used_so_far()
            killer = threading.Thread(target=kill, args=(data, url, mails))
            killer.start()
            with ThreadPoolExecutor(LINES) as pool:
                list(pool.map(lambda line: send(port, range(line, mails, LINES)), range(LINES)))
            sent = time.monotonic() - began
            killer.join()
            with psycopg.connect(url, autocommit=True) as line:
                wait_until_done(lambda: one_figure(line, WAITING))
            took, used = time.monotonic() - began, used_so_far() - used
            found = ask(url)
    print(ground.machine())
    print(ground.table(*report(mails, sent, took, used, found)))


def used_so_far() -> float:
    """Processor time of all that we started, without our own."""
    return processor_seconds(ground.started()) - time.process_time()


def send(port: int, numbers: range) -> None:
    """Hand these mails over on one line, each until it is taken."""
    line: smtplib.SMTP | None = None
    for number in numbers:
        while True:
            try:
                line = line or smtplib.SMTP("127.0.0.1", port, timeout=30)
                line.sendmail(f"p{number}@people.example", ["support@bench.example"], mail(number))
                break
            except (OSError, smtplib.SMTPException):
                line = None
                time.sleep(0.2)


def mail(number: int) -> bytes:
    """One mail of a kilobyte or so; every fifth answers an earlier one of the same line."""
    before = number - LINES * (REPLIES + 1)
    is_reply = number % REPLIES == 0 and before > 0
    answers = f"In-Reply-To: <bench-{before}@people.example>\r\n" if is_reply else ""
    body = "The printer on the third floor does not print. I switched it off and on again.\r\n" * 8
    return (
        f"From: Person {number} <p{number}@people.example>\r\nTo: support@bench.example\r\n"
        f"Subject: Printer {number}\r\n"
        f"Message-ID: <bench-{number}@people.example>\r\n{answers}\r\n{body}\r\nNumber {number}\r\n"
    ).encode()


def kill(data: Path, url: str, mails: int) -> None:
    """Kill the worker each time that another quarter is there."""
    with psycopg.connect(url, autocommit=True) as line:
        for quarter in range(1, KILLS + 1):
            while one_figure(line, KEPT) < mails * quarter / (KILLS + 1):
                time.sleep(0.2)
            for process in processes_of(data):
                pid, _, command = process.partition(" ")
                if " work" in command:
                    os.kill(int(pid), 9)


def ask(url: str) -> tuple[int, ...]:
    """What the database says now."""
    with psycopg.connect(url) as line:
        return tuple(line.execute(COUNT).fetchone() or ())


def one_figure(line: psycopg.Connection[tuple[int, ...]], query: str) -> int:
    """A figure that is asked for again and again: it takes the database next to no time."""
    return (line.execute(query).fetchone() or (0,))[0]


def report(
    mails: int, sent: float, took: float, used: float, found: tuple[int, ...]
) -> tuple[list[str], list[list[object]]]:
    """The table: figures, and what is wanted of them."""
    kept, distinct, opened, replied, _waiting, tickets, all_tickets, comments = found
    lost, twice = mails - distinct, (kept - distinct) + (all_tickets - tickets) + (comments - replied)
    return ["what", "found", "wanted"], [
        ["mails handed over a second, while they are sorted", f"{mails / sent:.0f}", ""],
        ["mails sorted a second, from the first to the last", f"{mails / took:.0f}", f"at least {WANTED}"],
        ["milliseconds of a processor for each, database and all", f"{1000 * used / mails:.1f}", ""],
        ["became tickets, became replies", f"{opened:,}, {replied:,}", f"{mails:,} together"],
        ["lost", lost + (mails - opened - replied - lost), 0],
        ["twice", twice, 0],
        ["times the worker was killed", KILLS, ""],
    ]


if __name__ == "__main__":
    main()

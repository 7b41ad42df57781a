"""Bad days: web, worker and database are killed with -9 at random moments in the middle of a storm.

Afterwards every event that was answered 202 is there, every page that was due has been sent, and nobody has been
paged twice for one fault.
"""

import concurrent.futures
import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from testing.mailbox import Mailbox, mail_server
from testing.running import Running, processes_of, wait_for

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.soak]
KILLS = 20
SENDERS = 6
VICTIMS = {"web": "granian", "worker": "watchkeep work", "database": "postgres -D"}
ONE_STEP = """
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.life import Step, Target
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.insight.detection import life as detection
from watchkeep.insight.detection.models import Integration
from watchkeep.kernel.actors import Actor
by = Actor.system("test", "A test")
chidi = Person.objects.get(email="chidi@kestrel.example")
shop = Service.objects.get(slug="web-shop")
policy = life.create_policy(by=by, name="Chidi alone", repeat=0, steps=[
    Step(targets=(Target("person", chidi.pk),), wait_minutes=60)])
life.assign_policy(shop, by=by, policy=policy)
sender = Integration.objects.get(kind="events_v2")
route = detection.add_route(by=by, name="Storm", integration=sender, matchers='class="page"', service=shop, severity=2,
    group_by=["component"])
detection.add_route(by=by, name="Noise", integration=sender, service=Service.objects.get(slug="intranet"), severity=4)
"""


@pytest.fixture(scope="module")
def ground() -> Iterator[tuple[Running, Mailbox]]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder, mail_server() as box:
        Path(folder).chmod(0o755)
        with Running(Path(folder) / "data", WATCHKEEP_SMTP_URL=f"smtp://127.0.0.1:{box.port}") as running:
            made = running.run("manage", "shell", "-c", ONE_STEP)
            assert made.returncode == 0, made.stdout + made.stderr
            yield running, box


class Storm:
    """Senders that post event after event, each with a key of its own, and repeat none that was answered 202."""

    def __init__(self, running: Running) -> None:
        self.running, self.key = running, running.demo["keys"]["events"]
        self.url = running.url
        self.accepted: list[str] = []
        self.over = threading.Event()

    def blow(self, sender: int) -> None:
        number = 0
        with httpx.Client(timeout=10) as http:
            while not self.over.is_set():
                number += 1
                key = f"storm/{sender}/{number}"
                while not self.over.is_set() and not self.post(http, key, pages=number % 40 == 1):
                    time.sleep(0.05)

    def post(self, http: httpx.Client, key: str, *, pages: bool) -> bool:
        """Send one event; False when no 202 came back, and it is to be sent again."""
        payload = {"summary": f"Fault {key}", "source": "storm", "severity": "critical",
                   "component": key if pages else "noise", "class": "page" if pages else "noise"}  # fmt: skip
        event = {"routing_key": self.key, "event_action": "trigger", "dedup_key": key, "payload": payload}
        try:
            answer = http.post(f"{self.url}/v2/enqueue", json=event)
        except httpx.HTTPError:
            return False
        if answer.status_code == 202:
            self.accepted.append(key)
        return answer.status_code == 202


def kill_one(running: Running, name: str) -> None:
    """Kill a whole part at once, as the kernel would when memory runs out."""
    found = [line for line in processes_of(running.data) if VICTIMS[name] in line]
    for line in found[: 1 if name == "database" else None]:
        with_pid = int(line.split()[0])
        try:
            os.kill(with_pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def ask(running: Running, query: str) -> list[tuple]:
    for _ in range(100):
        try:
            with psycopg.connect(running.facts["database_url"], connect_timeout=3) as line:
                return line.execute(query).fetchall()
        except psycopg.OperationalError:
            time.sleep(0.3)
    raise AssertionError("the database did not come back")


def test_killed_twenty_times_in_a_storm_nothing_is_lost_and_nobody_is_paged_twice(ground: tuple[Running, Mailbox]):
    running, box = ground
    dice = random.Random(20)
    storm = Storm(running)
    with concurrent.futures.ThreadPoolExecutor(SENDERS) as pool:
        senders = [pool.submit(storm.blow, sender) for sender in range(SENDERS)]
        try:
            for _ in range(KILLS):
                wait_for(lambda: running.get("/healthz") == 200, 60)
                time.sleep(dice.uniform(0.2, 2))
                kill_one(running, dice.choice(list(VICTIMS)))
            wait_for(lambda: running.get("/healthz") == 200, 60)
            time.sleep(2)
        finally:
            storm.over.set()
        for sender in senders:
            sender.result()
    assert len(storm.accepted) > 1000

    # Every event that was answered 202 is there, and has been folded into its alert.
    wait_for(lambda: ask(running, "SELECT count(*) FROM detection_pending") == [(0,)], 60)
    kept = {key for (key,) in ask(running, "SELECT key FROM detection_alert WHERE key LIKE 'storm/%'")}
    assert set(storm.accepted) <= kept
    assert ask(running, "SELECT count(*) FROM detection_setaside") == [(0,)]

    # Every page that was due has been sent: one incident a component, one page an incident, one mail a page.
    wanted = {key for key in kept if int(key.rsplit("/", 1)[1]) % 40 == 1}
    opened = ask(running, "SELECT t.number FROM tickets_ticket t JOIN services_service s ON s.id = t.service_id "
                          "WHERE s.slug = 'web-shop' AND t.title LIKE 'Fault storm%'")  # fmt: skip
    numbers = {number for (number,) in opened}
    assert len(numbers) == len(wanted) > 10
    wait_for(lambda: numbers <= set(pages(box)), 90)
    wait_for(
        lambda: ask(running, "SELECT count(*) FROM notify_delivery WHERE state IN ('pending', 'sending')") == [(0,)]
    )

    # Nobody is paged twice: never two different mails for one incident.
    assert {number: len(set(ids)) for number, ids in pages(box).items() if number in numbers} == dict.fromkeys(
        numbers, 1
    )
    again = {number: ids for number, ids in pages(box).items() if len(ids) > len(set(ids))}
    assert again == {}, (
        "a mail was handed over twice under one Message-ID: killed between the server's answer and our note"
    )


def pages(box: Mailbox) -> dict[str, list[str]]:
    """The Message-IDs of the mails to Chidi, by the incident number in their subject."""
    found: dict[str, list[str]] = {}
    for mail in list(box.mails):
        if "chidi@" in str(mail["To"]):
            number = next((word.strip("[]():,") for word in str(mail["Subject"]).split() if "INC-" in word), "")
            found.setdefault(number, []).append(str(mail["Message-ID"]))
    return found

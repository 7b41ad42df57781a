"""Bad days: web, worker and database are killed with -9, twenty times at random moments, in the middle of a storm.

Afterwards every event that was answered 202 is there, every page that was due has been sent, and nobody has been
paged twice for one fault. Every request that was answered 201 is there, and none of them twice.
"""

import concurrent.futures
import contextlib
import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from testing.mailbox import Mailbox, is_page, mail_server
from testing.running import Lay, Running, processes_of, wait_for, wait_until_done

pytestmark = [pytest.mark.journey, pytest.mark.slow]
KILLS = 20
SENDERS, ASKERS = 6, 3
PAUSE = 0.06  # seconds between the events of one sender: a storm that leaves a small machine room to start again
ASK_EVERY = 1.2
PAGES_EVERY = 60
ENOUGH_EVENTS, ENOUGH_WISHES = 1_000, 30  # what a storm has to bring before it may end: a slow machine takes longer
LONGEST = 180  # seconds that it may blow on after the last kill
VICTIMS = {
    "web": "gunicorn", "worker": "watchkeep work", "half a worker": "watchkeep work", "database": "postgres -D",
}  # fmt: skip
WHOLE = {"web", "worker"}
ONE_STEP = """
from watchkeep.duty.oncall import life
from watchkeep.duty.oncall.life import Step, Target
from watchkeep.estate.people import life as people, queries
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
ana = Person.objects.get(email="ana@kestrel.example")
print(people.issue_token(ana, by=queries.actor_for(ana), name="Storm", scopes=["request.ask"])[1])
"""


class Storm:
    """Senders that post event after event, each with a key of its own, and repeat none that was answered 202.

    Others ask for something, one thing after another, under a key until they are answered 201.
    """

    def __init__(self, running: Running, token: str) -> None:
        self.key, self.url, self.token = running.demo["keys"]["events"], running.url, token
        self.accepted: list[str] = []
        self.opened: list[str] = []
        self.over = threading.Event()

    def has_brought_enough(self) -> bool:
        """Whether so much was taken that losing some of it would be seen."""
        return len(self.accepted) > ENOUGH_EVENTS and len(self.opened) > ENOUGH_WISHES

    @contextlib.contextmanager
    def blowing(self) -> Iterator[None]:
        """Blow until the block ends."""
        with concurrent.futures.ThreadPoolExecutor(SENDERS + ASKERS) as pool:
            senders = [pool.submit(self.blow, sender) for sender in range(SENDERS)]
            senders += [pool.submit(self.ask, asker) for asker in range(ASKERS)]
            try:
                yield
            finally:
                self.over.set()
            for sender in senders:
                sender.result()

    def blow(self, sender: int) -> None:
        """Send one event after another, each until it has been taken."""
        number = 0
        with httpx.Client(timeout=10) as http:
            while not self.over.wait(PAUSE):
                number += 1
                key = f"storm/{sender}/{number}"
                while not self.post(http, key, pages=number % PAGES_EVERY == 1) and not self.over.wait(PAUSE):
                    pass

    def ask(self, asker: int) -> None:
        """Ask for one thing after another, for each until it is opened."""
        number = 0
        with httpx.Client(timeout=10, headers={"Authorization": f"Bearer {self.token}"}) as http:
            while not self.over.wait(ASK_EVERY):
                number += 1
                while not self.open(http, f"Wish {asker}/{number}") and not self.over.wait(PAUSE):
                    pass

    def open(self, http: httpx.Client, title: str) -> bool:
        """Ask for one thing; False when no 201 came back, and it is to be asked for again."""
        try:
            answer = http.post(
                f"{self.url}/api/v1/requests", json={"title": title}, headers={"Idempotency-Key": title[5:]}
            )
        except httpx.HTTPError:
            return False
        if answer.status_code == 201:
            self.opened.append(title)
        return answer.status_code == 201

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


@dataclass
class Aftermath:
    """What there is after the storm, when all has come to rest."""

    opened: list[str]  # the titles of the requests that were answered 201
    requests: list[str]  # the titles of those that are there
    accepted: list[str]  # the keys of the events that were answered 202
    kept: set[str]  # the keys of the alerts
    set_aside: int
    incidents: set[str]  # the numbers of those that page
    pages: dict[str, list[str]]  # the Message-IDs of the mails to the person on call, by incident


@pytest.fixture(scope="module")
def aftermath(inhabited: Lay) -> Iterator[Aftermath]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder, mail_server() as box:
        Path(folder).chmod(0o755)
        with Running(inhabited(Path(folder) / "data"), WATCHKEEP_SMTP_URL=f"smtp://127.0.0.1:{box.port}") as running:
            made = running.run("manage", "shell", "-c", ONE_STEP)
            assert made.returncode == 0, made.stdout + made.stderr
            storm, dice = Storm(running, made.stdout.split()[-1]), random.Random(20)
            with storm.blowing():
                for _ in range(KILLS):
                    is_well(running)
                    time.sleep(dice.uniform(0.2, 1.5))
                    kill_one(running, dice.choice(list(VICTIMS)), dice)
                is_well(running)
                wait_for(storm.has_brought_enough, LONGEST)
            yield settled(running, box, storm)


def is_well(running: Running) -> None:
    """Wait until the web answers; with what was said and logged when it does not."""
    try:
        wait_for(lambda: running.get("/healthz") == 200, 60)
    except AssertionError as error:
        raise AssertionError(f"{error}\n{running.said}\n{running.logs}") from None


def kill_one(running: Running, name: str, dice: random.Random) -> None:
    """Kill a whole part at once, or one process of it, as the kernel would when memory runs out."""
    found = [line for line in processes_of(running.data) if VICTIMS[name] in line]
    for line in found if name in WHOLE else dice.sample(found, min(1, len(found))):
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(line.split()[0]), signal.SIGKILL)


def settled(running: Running, box: Mailbox, storm: Storm) -> Aftermath:
    """Wait until nothing is folded, paged or sent any more, and take stock."""
    wait_until_done(lambda: ask(running, "SELECT count(*) FROM detection_pending")[0][0])
    opened = ask(running, "SELECT t.number FROM tickets_ticket t JOIN services_service s ON s.id = t.service_id "
                          "WHERE s.slug = 'web-shop' AND t.title LIKE 'Fault storm%'")  # fmt: skip
    incidents = {number for (number,) in opened}
    with contextlib.suppress(AssertionError):  # the test will say which are missing
        wait_for(lambda: incidents <= set(pages(box)), 120)
    moving = "SELECT count(*) FROM notify_delivery WHERE state IN ('pending', 'sending')"
    wait_until_done(lambda: ask(running, moving)[0][0])
    wishes = ask(running, "SELECT title FROM tickets_ticket WHERE kind = 'request' AND title LIKE 'Wish %'")
    return Aftermath(
        opened=storm.opened,
        requests=[title for (title,) in wishes],
        accepted=storm.accepted,
        kept={key for (key,) in ask(running, "SELECT key FROM detection_alert WHERE key LIKE 'storm/%'")},
        set_aside=ask(running, "SELECT count(*) FROM detection_setaside")[0][0],
        incidents=incidents,
        pages=pages(box),
    )


def ask(running: Running, query: str) -> list[tuple]:
    """What the instance's own database says."""
    with psycopg.connect(running.facts["database_url"], connect_timeout=10) as line:
        return line.execute(query).fetchall()


def pages(box: Mailbox) -> dict[str, list[str]]:
    """The Message-IDs of the mails to Chidi, by the incident number in their subject."""
    found: dict[str, list[str]] = {}
    for mail in filter(is_page, list(box.mails)):
        if "chidi@" in str(mail["To"]):
            number = next((word.strip("[]():,") for word in str(mail["Subject"]).split() if "INC-" in word), "")
            found.setdefault(number, []).append(str(mail["Message-ID"]))
    return found


def test_every_event_that_was_answered_202_is_there(aftermath: Aftermath):
    assert len(aftermath.accepted) > ENOUGH_EVENTS
    assert set(aftermath.accepted) <= aftermath.kept
    assert aftermath.set_aside == 0


def test_every_request_that_was_answered_201_is_there_and_none_twice(aftermath: Aftermath):
    assert len(aftermath.opened) > ENOUGH_WISHES
    assert set(aftermath.opened) <= set(aftermath.requests)
    assert len(aftermath.requests) == len(set(aftermath.requests))


def test_every_page_that_was_due_is_sent(aftermath: Aftermath):
    due = {key for key in aftermath.kept if int(key.rsplit("/", 1)[1]) % PAGES_EVERY == 1}
    assert len(aftermath.incidents) == len(due) > 10
    assert aftermath.incidents <= set(aftermath.pages)


def test_nobody_is_paged_twice(aftermath: Aftermath):
    of_the_storm = {number: aftermath.pages[number] for number in aftermath.incidents & set(aftermath.pages)}
    assert {number: ids for number, ids in of_the_storm.items() if len(set(ids)) > 1} == {}


def test_a_repeated_mail_is_the_same_mail_and_rare(aftermath: Aftermath):
    """A kill between the mail server's "yes" and our note of it repeats the mail, under its own Message-ID (ADR 12)."""
    repeated = [number for number, ids in aftermath.pages.items() if len(ids) > len(set(ids))]
    assert len(repeated) <= KILLS // 5

"""A storm: fifty thousand different alerts in seconds are one incident, one escalation, and a server that answers."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from statistics import median

import httpx
import psycopg
import pytest

from testing.mailbox import Mailbox, is_page, mail_server
from testing.running import Lay, Running, wait_for, wait_until_done

pytestmark = [pytest.mark.journey, pytest.mark.slow]
ALERTS, A_POST = 50_000, 100
RESOLVED = 1_000
ROUNDS = 2  # how often the demo's policy asks the same person at most
INCIDENTS = """
SELECT DISTINCT {} FROM detection_alert a LEFT JOIN tickets_ticket t ON t.id = a.incident_id
WHERE a.labels->>'alertname' = 'HostDown'
"""


@dataclass
class Ground:
    """An instance, its mail, and a line to its database."""

    running: Running
    box: Mailbox

    def send(self, status: str, first: int, count: int) -> None:
        """Send alerts as Alertmanager does, a group of a hundred a post; every one is answered 202."""
        headers = {"Authorization": f"Bearer {self.running.demo['keys']['alertmanager']}"}
        with httpx.Client(timeout=60, headers=headers) as http:
            for start in range(first, first + count, A_POST):
                alerts = [alert(number, status) for number in range(start, start + A_POST)]
                answer = http.post(f"{self.running.url}/ingest/alertmanager", json={"version": "4", "alerts": alerts})
                assert answer.status_code == 202, answer.text

    def ask(self, query: str) -> list[tuple]:
        """What the database says."""
        with psycopg.connect(self.running.facts["database_url"]) as line:
            return line.execute(query).fetchall()

    def rest(self) -> None:
        """Wait until everything is folded."""
        wait_until_done(lambda: self.ask("SELECT count(*) FROM detection_pending")[0][0])


def alert(number: int, status: str) -> dict[str, object]:
    labels = {"alertname": "HostDown", "service": "web-shop", "instance": f"host-{number}", "severity": "critical"}
    return {"status": status, "labels": labels, "annotations": {"summary": f"host-{number} is down"},
            "startsAt": "2026-11-23T10:00:00Z", "fingerprint": f"{number:016x}"}  # fmt: skip


@pytest.fixture(scope="module")
def ground(inhabited: Lay) -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder, mail_server() as box:
        Path(folder).chmod(0o755)
        with Running(inhabited(Path(folder) / "data"), WATCHKEEP_SMTP_URL=f"smtp://127.0.0.1:{box.port}") as running:
            yield Ground(running, box)


@pytest.fixture(scope="module")
def after(ground: Ground) -> Ground:
    """When the storm is over."""
    ground.send("firing", 0, ALERTS)
    assert median(seconds_of_an_answer(ground) for _ in range(5)) < 5, "whoever looks in the storm waits too long"
    ground.rest()
    return ground


def seconds_of_an_answer(ground: Ground) -> float:
    """How long somebody waits who looks in now."""
    began = time.monotonic()
    assert ground.running.get("/healthz") == 200
    return time.monotonic() - began


def test_every_alert_is_there(after: Ground):
    query = (
        "SELECT count(*), count(DISTINCT key), sum(count) FROM detection_alert WHERE labels->>'alertname' = 'HostDown'"
    )
    assert after.ask(query) == [(ALERTS, ALERTS, ALERTS)]
    assert after.ask("SELECT count(*) FROM detection_setaside") == [(0,)]


def test_they_are_one_incident_and_one_escalation(after: Ground):
    [(number,)] = after.ask(INCIDENTS.format("t.number"))
    [(ticket,)] = after.ask(INCIDENTS.format("t.id"))
    wait_for(lambda: pages_about(after, number), 30)
    assert after.ask(f"SELECT count(*) FROM oncall_escalation WHERE ticket_id = {ticket}") == [(1,)]
    told = Counter(str(mail["To"]) for mail in pages_about(after, number))
    assert max(told.values()) <= ROUNDS, told


def pages_about(ground: Ground, number: str) -> list[EmailMessage]:
    return [mail for mail in list(ground.box.mails) if number in str(mail["Subject"]) and is_page(mail)]


def test_it_is_over_when_the_last_one_is_over(after: Ground):
    after.send("resolved", 0, RESOLVED)
    after.rest()
    state = INCIDENTS.format("t.state")
    assert after.ask(state) == [("new",)]
    after.send("resolved", RESOLVED, ALERTS - RESOLVED)
    after.rest()
    wait_for(lambda: after.ask(state) == [("restored",)], 60)

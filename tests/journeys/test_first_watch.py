"""The first watch: Prometheus watches a shop, the shop dies, the right people are paged, the service comes back.

Nothing is played here: Prometheus, Alertmanager, the shop, the SMTP server and Watchkeep are real processes.
"""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row

from testing.mailbox import Mailbox, is_page, mail_server
from testing.running import Lay, Running, wait_for
from testing.watchtower import Watchtower
from watchkeep.demo.shop import Shop

pytestmark = [pytest.mark.journey, pytest.mark.slow]


class Stage:
    """Everything that takes part, and what can be asked of it."""

    def __init__(self, running: Running, box: Mailbox, shop: Shop, demo: dict[str, Any]) -> None:
        self.running, self.box, self.shop, self.demo = running, box, shop, demo

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """What the database says now."""
        with psycopg.connect(self.running.facts["database_url"], row_factory=dict_row) as line:
            return line.execute(query, values).fetchall()

    def api(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask the API as Ana."""
        headers = {"Authorization": f"Bearer {self.demo['keys']['ana']}"}
        return httpx.request(method, f"{self.running.url}/api/v1{path}", headers=headers, timeout=20, **more)

    def kinds(self, ticket: int) -> list[str]:
        """The kinds of facts of a ticket, in order."""
        found = self.rows("SELECT kind FROM facts WHERE stream = 'ticket' AND record = %s ORDER BY id", ticket)
        return [row["kind"] for row in found]

    def pages_to(self, name: str, about: str) -> list[Any]:
        """Pages to somebody of the demo organisation whose subject names this number."""
        address = f"{name}@kestrel.example"
        sent = [mail for mail in self.box.mails if address in str(mail["To"]) and about in str(mail["Subject"])]
        return [mail for mail in sent if is_page(mail)]


@pytest.fixture(scope="module")
def stage(inhabited: Lay) -> Iterator[Stage]:
    shop = Shop()
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder, mail_server() as box:
        home = Path(folder)
        home.chmod(0o755)
        with Running(inhabited(home / "data"), WATCHKEEP_SMTP_URL=f"smtp://127.0.0.1:{box.port}") as running:
            demo = running.demo
            shop.open()
            tower = Watchtower(home, target=f"127.0.0.1:{shop.port}", url=running.url, key=demo["keys"]["alertmanager"])
            with tower:
                yield Stage(running, box, shop, demo)
        shop.kill()


def paged(stage: Stage, incident: dict[str, Any]) -> list[str]:
    """Whom the timeline says was paged, by the first part of their address."""
    found = stage.rows(
        "SELECT split_part(p.email::text, '@', 1) AS who FROM facts f "
        "JOIN people_person p ON p.id = (f.data->>'person')::bigint "
        "WHERE f.kind = 'oncall.paged' AND f.record = %s ORDER BY f.id",
        incident["id"],
    )
    return [row["who"] for row in found]


def new_incident(stage: Stage, *, after: int) -> dict[str, Any] | None:
    found = stage.rows(
        "SELECT t.* FROM tickets_ticket t JOIN services_service s ON s.id = t.service_id "
        "WHERE s.slug = 'web-shop' AND t.id > %s ORDER BY t.id",
        after,
    )
    return found[0] if found else None


def newest(stage: Stage) -> int:
    return int(stage.rows("SELECT coalesce(max(id), 0) AS id FROM tickets_ticket WHERE kind = 'incident'")[0]["id"])


def acknowledge_by_link(mail: Any) -> None:
    """Open the link in a mail as its reader would: look, then press the button."""
    text = mail.get_body(("plain",)).get_content()
    link = re.search(r"https?://\S+/a/[\w.:~%-]+", text)
    assert link, text
    with httpx.Client(timeout=20, follow_redirects=True) as browser:
        page = browser.get(link[0])
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert page.status_code == 200
        assert token, page.text
        done = browser.post(link[0], data={"csrfmiddlewaretoken": token[1]}, headers={"Referer": link[0]})
        assert done.status_code == 200


def clocks(stage: Stage, incident: dict[str, Any]) -> dict[str, str]:
    """The state of each of its clocks."""
    rows = stage.rows("SELECT measure, kind FROM sla_clock WHERE ticket_id = %s", incident["id"])
    return {row["measure"]: row["kind"] for row in rows}


def test_the_shop_dies_and_comes_back(stage: Stage):
    before = newest(stage)
    stage.shop.kill()

    # One incident on the business service, with a priority from what is affected, and its clocks running.
    wait_for(lambda: new_incident(stage, after=before), 30)
    incident = new_incident(stage, after=before)
    assert incident is not None
    assert (incident["priority"], incident["severity"]) == (1, 1)
    assert clocks(stage, incident) == {"resolution": "running", "response": "running"}

    # Whoever is on call is paged by mail; when she does not answer, the next person is.
    wait_for(lambda: len(paged(stage, incident)) == 2, 60)
    first, second = paged(stage, incident)
    assert first != second
    wait_for(lambda: stage.pages_to(second, incident["number"]), 15)
    assert len(stage.pages_to(first, incident["number"])) == 1

    # She acknowledges from the link in the mail, and nobody else is woken.
    acknowledge_by_link(stage.pages_to(first, incident["number"])[0])
    wait_for(lambda: "incident.acknowledged" in stage.kinds(incident["id"]))

    # She works in the incident room, posts an update, restarts the shop.
    said = {"body": "The process is gone. Restarting it.", "is_public": True}
    assert stage.api("POST", f"/incidents/{incident['number']}/updates", json=said).is_success
    stage.shop.open()

    # Alertmanager says resolved: the incident is restored and the clocks stop.
    wait_for(lambda: "incident.restored" in stage.kinds(incident["id"]), 40)
    assert clocks(stage, incident) == {"resolution": "met", "response": "met"}

    # The timeline tells the whole story in order, and nobody was paged after she had it.
    story = stage.kinds(incident["id"])
    told = ["incident.opened", "sla.started", "oncall.paged", "incident.acknowledged", "incident.update_posted",
            "incident.restored"]  # fmt: skip
    assert [kind for kind in dict.fromkeys(story) if kind in told] == told
    assert story.count("oncall.paged") == 2


def test_the_same_alert_a_week_later_finds_this_incident_as_a_past_one(stage: Stage):
    old = newest(stage)
    number = stage.rows("SELECT number FROM tickets_ticket WHERE id = %s", old)[0]["number"]
    done = {"cause": "Killed by hand.", "fix": "Started again."}
    assert stage.api("POST", f"/incidents/{number}/resolve", json=done).is_success
    a_week_passes(stage)
    stage.shop.kill()
    wait_for(lambda: new_incident(stage, after=old), 40)
    again = new_incident(stage, after=old)
    assert again is not None
    links = stage.rows("SELECT * FROM tickets_link WHERE source_id = %s", again["id"])
    assert [link["target_id"] for link in links] == [old]
    stage.shop.open()
    wait_for(lambda: "incident.restored" in stage.kinds(again["id"]), 40)


def test_no_secret_of_the_story_is_in_the_logs(stage: Stage):
    links = [found for mail in stage.box.mails for found in re.findall(r"/a/([\w.:~%-]+)", mail.as_string())]
    secrets = [*stage.demo["keys"].values(), *(login["password"] for login in stage.demo["logins"]), *links]
    logs = {log.name: log.read_text() for log in (stage.running.data / "logs").glob("*.log")}
    assert {"web.log", "worker.log"} <= logs.keys()
    assert links
    assert [(name, secret) for name, said in logs.items() for secret in secrets if secret in said] == []


def a_week_passes(stage: Stage) -> None:
    """Set back what has a moment, as if it had happened a week earlier: nobody here can wait that long."""
    week = "interval '7 days'"
    with psycopg.connect(stage.running.facts["database_url"]) as line:
        line.execute(f"UPDATE incidents_incident SET restored_at = restored_at - {week}, "
                     f"resolved_at = resolved_at - {week}, reopen_until = reopen_until - {week}, "
                     f"close_after = close_after - {week} WHERE resolved_at IS NOT NULL")  # fmt: skip

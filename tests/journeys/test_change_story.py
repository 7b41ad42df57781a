"""The story of a week of changes, from a release that nobody had to ask for to a kernel that nobody had announced.

People sit before browsers of their own and approve on their telephones. Watchkeep, the post office that carries the
links to them, the Prometheus that measured the errors and the pipeline's program are real; so is what an agent said.
Only time is helped along, where nobody here can wait for it.
"""

import email
import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from testing import github, pasts
from testing.postoffice import PostOffice, post_office
from testing.running import ROOT, Lay, Running, wait_for
from testing.visiting import asked, signed_in

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow]
PATIENCE_MS = 20_000
STAFF = ("ana", "bo", "chidi", "dilara", "emil", "mei", "rafael", "admin", "ines", "judge")
NEEDS = {
    "checkout-central-europe": "web-shop", "e-mail": "orders-database", "sign-in": "orders-database",
}  # fmt: skip
"""With those that the demo has, nine services fail with the orders database, itself among them."""
APPROVERS = ("dilara", "chidi", "mei")
"""Who leads the team that owns it, and two of the board, which decides with two voices."""
ROUTES = ("orders-database", "payments")
AGENT = ROOT / "watchkeep/doors/integrations/inventory/tests/payloads/glpi-agent-inventory.z"
KERNEL = "6.1.0-42-amd64"
UPGRADE = "Upgrade the orders database to PostgreSQL 19"
TITLE = "Errors of the payments"


class Week:
    """Everybody and everything that takes part."""

    def __init__(self, running: Running, office: PostOffice, browser: Browser, admin: httpx.Client) -> None:
        self.running, self.office, self.browser, self.admin = running, office, browser, admin
        self.contexts: list[BrowserContext] = []
        self.services = {one["slug"]: one["id"] for one in asked(admin, "GET", "/services?size=200")["items"]}
        self.pipeline: dict[str, Any] = {}
        self.gateway = ""
        self.upgrade = ""
        self.emil = self.sit_down("emil")

    def sit_down(self, name: str) -> Page:
        """A browser in which somebody of the demo organisation is signed in."""
        page = self._page(viewport={"width": 1360, "height": 900})
        login = next(one for one in self.running.demo["logins"] if one["email"] == f"{name}@kestrel.example")
        page.goto("/login")
        page.get_by_label("E-mail").fill(login["email"])
        page.get_by_label("Password").fill(login["password"])
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).not_to_have_url(re.compile("/login"))
        return page

    def telephone(self) -> Page:
        """A browser on somebody's telephone, in which nobody is signed in."""
        return self._page(viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, color_scheme="dark")

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says, or does."""
        with psycopg.connect(self.running.facts["database_url"]) as line:
            done = line.execute(query, values)
            return done.fetchall() if done.description else []

    def mails(self, name: str, about: str) -> list[EmailMessage]:
        """What lies in somebody's box about something."""
        found = [email.message_from_bytes(one, policy=policy.default) for one in self.office.mails(address_of(name))]
        return [one for one in found if about in str(one["Subject"])]

    def tell(self, event: str, told: dict[str, Any]) -> None:
        """What GitHub posts, signed as it signs."""
        body = json.dumps(told).encode()
        own = hmac.new(self.pipeline["secret"].encode(), body, hashlib.sha256).hexdigest()
        headers = {
            "X-GitHub-Event": event, "X-GitHub-Delivery": f"72d3162e-{event}", "X-Hub-Signature-256": f"sha256={own}",
            "Content-Type": "application/json", "User-Agent": "GitHub-Hookshot/044aadd",
        }  # fmt: skip
        address = f"{self.running.url}/pipelines/{self.pipeline['key']}"
        assert httpx.post(address, content=body, headers=headers, timeout=20).status_code == 202

    def alert(self, service: str, status: str = "firing") -> None:
        """What Alertmanager says of a service."""
        labels = {"alertname": "Failing", "service": service, "severity": "critical"}
        told = {"status": status, "labels": labels, "annotations": {"summary": f"{service} fails"},
                "startsAt": datetime.now(UTC).isoformat(), "fingerprint": service}  # fmt: skip
        key = self.running.demo["keys"]["alertmanager"]
        answer = httpx.post(
            f"{self.running.url}/ingest/alertmanager", json={"version": "4", "alerts": [told]},
            headers={"Authorization": f"Bearer {key}"}, timeout=20,
        )  # fmt: skip
        assert answer.status_code == 202, answer.text

    def incidents(self, service: str) -> list[tuple[str, str]]:
        """Number and state of those that lately opened on a service."""
        query = """
            SELECT t.number, t.state FROM tickets_ticket t JOIN services_service s ON s.id = t.service_id
             WHERE s.slug = %s AND t.kind = 'incident' AND t.opened_at > now() - interval '5 minutes'
        """
        return [(str(number), str(state)) for number, state in self.rows(query, service)]

    def _page(self, **more: Any) -> Page:
        context = self.browser.new_context(base_url=self.running.url, **more)
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        return context.new_page()


@pytest.fixture(scope="module")
def week(inhabited: Lay, browser: Browser) -> Iterator[Week]:
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="watchkeep-journey-")))
        home.chmod(0o755)
        (home / "prometheus").mkdir()
        measured = stack.enter_context(pasts.prometheus(home / "prometheus", pasts.failing_requests()))
        office = stack.enter_context(post_office(others=[address_of(name) for name in STAFF]))
        running = stack.enter_context(Running(
            inhabited(home / "data"), WATCHKEEP_SMTP_URL=f"smtp://127.0.0.1:{office.smtp}",
            WATCHKEEP_OUTGOING_ALLOW="127.0.0.1",
        ))  # fmt: skip
        expect.set_options(PATIENCE_MS)
        week = Week(running, office, browser, signed_in(running, "administrator"))
        try:
            arrange(week, measured)
            yield week
        finally:
            expect.set_options()
            for context in week.contexts:
                context.close()


def arrange(week: Week, measured: str) -> None:
    """What this organisation is like: what hangs on the database, where alerts go, and by what payments are measured.

    The demo has such an upgrade of its own; it is called off, so that there is one.
    """

    def ask(method: str, path: str, **told: Any) -> Any:
        return asked(week.admin, method, path, json=told)

    for service, other in NEEDS.items():
        ask("POST", f"/services/{week.services[service]}/dependencies", other=week.services[other])
    for slug in ROUTES:
        route = {"name": slug, "matchers": f'service="{slug}"', "service": week.services[slug], "severity": 2}
        ask("POST", "/routes", **route)
    teams = asked(week.admin, "GET", "/teams")["items"]
    place = ask("POST", "/connections", name="Prometheus", kind="http", owner=teams[0]["id"], settings={
        "url": measured, "auth": "none"})  # fmt: skip
    ask("POST", "/indicators", service=week.services["payments"], name=TITLE, unit="%", source="prometheus",
        connection=place["id"], query=pasts.FAILING_SHARE)  # fmt: skip
    week.pipeline = ask("POST", "/pipelines", name="Deployments of the warehouse", kind="github",
                        service=week.services["warehouse-system"])  # fmt: skip
    week.gateway = ask("POST", "/gateways", name="Servers")["key"]
    [(waiting,)] = week.rows("SELECT id FROM tickets_ticket WHERE kind = 'change' AND state = 'waiting'")
    ask("POST", f"/changes/{waiting}/cancel", reason="Version 19 is out.")


def test_a_release_by_a_standard_model_goes_ahead_and_everybody_sees_it_live(week: Week):
    page = week.sit_down("ana")
    page.goto("/services/warehouse-system")
    gate = week.running.data / "gate.py"
    gate.write_bytes(httpx.get(f"{week.running.url}/gate.py").content)
    surroundings = {
        "PATH": os.environ["PATH"], "WATCHKEEP_URL": week.running.url, "WATCHKEEP_KEY": week.pipeline["key"],
        "GITHUB_RUN_ID": "1658821493", "GITHUB_REPOSITORY": "kestrel/warehouse", "GITHUB_SHA": github.SHA,
        "GITHUB_SERVER_URL": "https://github.example", "GITHUB_REF_NAME": "v7.3", "GITHUB_ACTOR": "bo",
    }  # fmt: skip
    command = [sys.executable, "-I", str(gate), "--service", "warehouse-system", "--model", "application-release"]
    said = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "10 of 11 runs went well" in said.stdout
    [number] = re.findall(r"GO \((CHG-\d+)\)", said.stdout)
    live = page.locator("#deployments .row", has_text="kestrel/warehouse v7.3")
    week.tell("deployment", github.deployment())
    expect(live).to_contain_text("Under way")
    expect(live).to_contain_text(number)
    week.tell("deployment_status", github.deployment() | {"deployment_status": github.status()})
    expect(live).to_contain_text("Succeeded")
    page.goto(f"/changes/{number}")
    expect(page.locator("h1")).to_contain_text("Application release v7.3")
    expect(page.locator("main")).to_contain_text("Being judged")


def test_an_upgrade_for_saturday_shows_why_it_is_risky_while_it_is_typed(week: Week):
    page, night = week.emil, saturday()
    page.goto("/changes/new?like=database-upgrade")
    risk = page.get_by_role("region", name="How risky it is")
    expect(risk).to_contain_text("2 of the 5 changes most like it went wrong")
    before = points_of(risk)
    page.get_by_label("What is altered").fill(UPGRADE)
    page.get_by_label("Orders database").check()
    expect(risk).to_contain_text("9 services fail with it")
    page.get_by_label("Items").fill("db-01\ndb-02")
    page.get_by_label("Expected outage in minutes").fill("120")
    page.get_by_label("From").fill(f"{night:%Y-%m-%dT%H:%M}")
    page.get_by_label("Until").fill(f"{night + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    expect(risk).to_contain_text("A freeze is")
    expect(risk).to_contain_text("High risk")
    assert points_of(risk) >= 60 > before
    page.get_by_label("Why now").fill("The new replicas ask for it.")
    page.get_by_role("button", name="Save as draft").click()
    expect(page).to_have_url(re.compile(r"/changes/CHG-\d+$"))
    week.upgrade = page.url.rpartition("/")[2]
    press(page, "Submit")
    expect(page.locator("main")).to_contain_text("Waiting for approval")


def test_owners_and_the_board_approve_it_on_their_telephones(week: Week):
    for name in APPROVERS:
        wait_for(lambda who=name: week.mails(who, week.upgrade))
        telephone, mail = week.telephone(), week.mails(name, week.upgrade)[0]
        telephone.goto(re.search(r"https?://\S+/approve/\S+", text_of(mail))[0])
        expect(telephone.locator("main")).to_contain_text("Risk")
        assert telephone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        telephone.get_by_role("button", name="Approve").click()
        expect(telephone.locator(".answer-state")).to_contain_text("Approved by")
        assert "/login" not in telephone.url
    week.emil.reload()
    expect(week.emil.locator("main")).to_contain_text("Scheduled")


def test_in_its_window_nobody_is_paged_and_the_status_page_says_maintenance(week: Week):
    manager = week.sit_down("chidi")
    manager.goto(f"/changes/{week.upgrade}/amend")
    manager.get_by_label("Announce it on the status page").check()
    manager.get_by_role("button", name="Save").click()
    expect(manager.locator("main")).to_contain_text("Scheduled")
    expect(manager.locator("main")).to_contain_text("announced by itself")
    until_saturday(week)
    press(week.emil, "Begin")
    customer = week.telephone()
    wait_for(
        lambda: week.rows("SELECT 1 FROM announcements_announcement WHERE window_id > 0 AND state = 'in_progress'")
    )
    customer.goto("/status/kestrel/")
    expect(customer.locator("div.component", has_text="Checkout")).to_contain_text("Under maintenance")
    week.alert("orders-database")
    wait_for(lambda: week.rows("SELECT 1 FROM detection_alert WHERE key = 'orders-database'"))
    week.emil.goto("/alerts")
    week.emil.get_by_role("link", name="orders-database fails").click()
    expect(week.emil.locator("main")).to_contain_text("Quiet for maintenance")
    assert week.incidents("orders-database") == []
    assert not [name for name in STAFF if week.mails(name, "orders-database")]
    week.alert("orders-database", "resolved")


def test_an_hour_later_the_errors_say_worse_and_the_incident_names_the_change_first(week: Week):
    page = week.emil
    carry_out(week)
    an_hour_passes(week)
    wait_for(lambda: week.rows("SELECT 1 FROM verdicts_verdict WHERE worse_at > now() - interval '5 minutes'"), 60)
    page.reload()
    worse = page.locator("tr", has_text=TITLE)
    expect(worse).to_contain_text("Worse")
    chance = worse.locator("td").nth(3).inner_text()
    assert float(chance.removeprefix("< ")) < 0.01, chance
    week.alert("payments")
    wait_for(lambda: week.incidents("payments"))
    [(number, _state)] = week.incidents("payments")
    wait_for(lambda: any(week.mails(name, number) for name in STAFF))
    page.goto(f"/incidents/{number}")
    suspects = page.get_by_role("region", name="Suspects")
    first = suspects.locator(".row").first
    expect(first).to_contain_text(week.upgrade)
    first.get_by_text("Why it is suspected").click()
    expect(first).to_contain_text("Its verdict is worse")
    first.get_by_role("link", name=week.upgrade).click()
    alarm = page.locator(".notice", has_text="This change made something worse")
    expect(alarm).to_contain_text("Restore the backup")
    alarm.get_by_role("link", name="Back out").click()
    dialog = page.locator("#dialog-body")
    dialog.get_by_label("Reason").fill("Payments fail four times as often.")
    dialog.get_by_role("button", name="Back out").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".timeline")).to_contain_text("Payments fail four times as often.")
    assert week.rows("SELECT is_backed_out FROM changes_change c JOIN tickets_ticket t ON t.id = c.ticket_id "
                     "WHERE number = %s", week.upgrade) == [(True,)]  # fmt: skip


def test_on_sunday_an_agent_reports_a_kernel_that_no_change_announced(week: Week):
    plain = zlib.decompress(AGENT.read_bytes())
    inventory(week, plain)
    wait_for(lambda: week.rows("SELECT 1 FROM assets_item WHERE name = 'ams-web-01'"))
    inventory(week, plain.replace(b'"kernel_version"', f'"kernel_version": "{KERNEL}",\n"was"'.encode(), 1))
    wait_for(lambda: week.rows(f"""SELECT 1 FROM assets_item WHERE "values"->>'kernel' = '{KERNEL}'"""))
    week.rows("UPDATE changes_driftlook SET due_at = now()")  # it waits for some minutes until all of a burst is told
    wait_for(lambda: week.rows("SELECT 1 FROM changes_drift WHERE last_seen_at > now() - interval '5 minutes'"))
    page = week.emil
    page.goto("/changes/drift")
    page.get_by_role("link", name="ams-web-01").click()
    expect(page.locator("main")).to_contain_text(KERNEL)
    expect(page.get_by_role("link", name="Justify")).to_be_visible()


def saturday() -> datetime:
    """Saturday night at ten, on Emil's clock."""
    now = datetime.now(ZoneInfo("Europe/Prague"))
    day = now + timedelta(days=(5 - now.weekday()) % 7 or 7)
    return day.replace(hour=22, minute=0, second=0, microsecond=0)


def points_of(risk: Locator) -> int:
    """How many of a hundred it shows."""
    return int(re.search(r"(\d+) of 100", risk.inner_text())[1])


def press(page: Page, step: str) -> None:
    """Take a step of a change that asks nothing."""
    page.get_by_role("link", name=step, exact=True).click()
    dialog = page.locator("#dialog-body")
    dialog.get_by_role("button", name=step, exact=True).click()
    expect(dialog).to_be_hidden()


def carry_out(week: Week) -> None:
    """Take the steps of the plan, the last of them before our eyes, and say that it is finished."""
    page, rest = week.emil, week.rows(
        "SELECT s.change_id, s.id FROM changes_planstep s JOIN tickets_ticket t ON t.id = s.change_id "
        "WHERE t.number = %s AND s.part <> 'back_out' ORDER BY s.part DESC, s.position", week.upgrade,
    )  # fmt: skip
    for change, step in rest[:-1]:
        asked(week.admin, "POST", f"/changes/{change}/steps/{step}", json={"state": "done"})
    page.goto(f"/changes/{week.upgrade}")
    page.locator("#plan-part").get_by_role("link", name="How it went").first.click()
    page.locator("#dialog-body").get_by_role("button", name="Save").click()
    expect(page.locator("#dialog-body")).to_be_hidden()
    press(page, "Finished")


def until_saturday(week: Week) -> None:
    """Bring its time, its window and what was announced of it from Saturday to now."""
    [(change, window, early)] = week.rows(
        "SELECT ticket_id, window_id, starts_at - now() + interval '1 minute' FROM changes_change c "
        "JOIN tickets_ticket t ON t.id = c.ticket_id WHERE t.number = %s", week.upgrade,
    )  # fmt: skip
    for table, columns, key, value in (
        ("changes_change", ("starts_at", "ends_at"), "ticket_id", change),
        ("services_maintenancewindow", ("starts_at", "ends_at", "next_step_at"), "id", window),
        ("announcements_announcement", ("scheduled_for", "scheduled_until", "next_step_at"), "window_id", window),
    ):
        moved = ", ".join(f"{name} = {name} - %s" for name in columns)
        week.rows(f"UPDATE {table} SET {moved} WHERE {key} = %s", *(early for _ in columns), value)


def an_hour_passes(week: Week) -> None:
    """It began an hour and a quarter ago, and ended when two in three of those minutes were still to come."""
    its = "(SELECT id FROM tickets_ticket WHERE number = %s)"
    begun, ended = "begun_at = now() - interval '75 minutes'", "ended_at = now() - interval '40 minutes'"
    week.rows(f"UPDATE changes_change SET {begun}, {ended} WHERE ticket_id = {its}", week.upgrade)
    week.rows(f"UPDATE verdicts_touched SET {begun} WHERE verdict_id = {its}", week.upgrade)
    week.rows(f"UPDATE verdicts_verdict SET {begun}, {ended}, due_at = now() WHERE change_id = {its}", week.upgrade)


def inventory(week: Week, plain: bytes) -> None:
    """What an agent brings."""
    headers = {"Content-Type": "application/x-compress-zlib", "User-Agent": "GLPI-Agent_v1.11"}
    address = f"{week.running.url}/inventory/agents/{week.gateway}"
    assert httpx.post(address, content=zlib.compress(plain), headers=headers, timeout=20).status_code == 200


def address_of(name: str) -> str:
    """Where somebody reads their mail."""
    return f"{name}@kestrel.example"


def text_of(mail: EmailMessage) -> str:
    """What a mail says."""
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())

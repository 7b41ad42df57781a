"""The story of a bad night, played from its first alert to its recurrence seven weeks later.

A commander and a customer sit before browsers of their own. Watchkeep, its mail server and the web server that shows
the copy of the status page are real. Only time is helped along, where nobody here can wait for it.
"""

import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from testing.mailbox import Mailbox, is_page, mail_server
from testing.running import Lay, Running, wait_for
from testing.visiting import asked, plain_server, signed_in

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.slow]
PATIENCE_MS = 20_000
FIGURES = {"payments": {"tier": 2}, "web-shop": {"tier": 2, "value_per_hour": "730900"}}
"""With the warehouse, which needs payments here: 744,000 euro an hour, which is 12,400 a minute."""
SCALES = {"matrix": [1, 2, 3, 2, 3, 4, 3, 4, 5], "wide_tier": 1, "wide_customers": 50_000, "wide_value": 1_000_000}
CAUSES = (
    ("Contributing factor", "All connections to the provider were taken", None),
    ("Contributing factor", "The settlement was started twice", "All connections"),
    ("Contributing factor", "A settlement keeps its connections for minutes", "All connections"),
    ("Underlying cause", "The pool still had last year's size", "All connections"),
    ("Failed or missing control", "The settlement's lock ran out after ten minutes", "The settlement was started"),
    ("Failed or missing control", "No alert on waiting connections", None),
    ("Detection gap", "Customers noticed before we did", None),
)
ACTIONS = (
    ("Keep the settlement's lock until it has ended", "Prevent it"),
    ("Size the pool from the traffic", "Prevent it"),
    ("Alert when four of five connections are taken", "Detect it sooner"),
    ("Change to the second provider with one press", "Soften it"),
)


class Night:
    """Everybody and everything that takes part."""

    def __init__(self, running: Running, box: Mailbox, browser: Browser) -> None:
        self.running, self.box, self.browser = running, box, browser
        self.contexts: list[BrowserContext] = []
        self.customer = self.sit_down(locale="en-GB")
        self.commander, self.leads = self.customer, ""
        self.number = ""

    def sit_down(self, **more: Any) -> Page:
        """A browser that nobody has used before."""
        context = self.browser.new_context(**more)
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        return context.new_page()

    def sign_in(self, page: Page, email: str) -> None:
        """As somebody of the demo organisation would."""
        login = next(one for one in self.running.demo["logins"] if one["email"] == email)
        page.goto(f"{self.running.url}/login")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(login["password"])
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page).not_to_have_url(re.compile("/login"))

    def alert(self, service: str, status: str = "firing") -> None:
        """What Alertmanager says of the shop's payments, in one region or another."""
        labels = {"alertname": "Refused", "service": service, "shop": "kestrel", "severity": "critical"}
        told = {"status": status, "labels": labels, "annotations": {"summary": "Payment gateway unreachable"},
                "startsAt": "2026-11-23T02:10:00Z", "fingerprint": service}  # fmt: skip
        answer = httpx.post(
            f"{self.running.url}/ingest/alertmanager",
            json={"version": "4", "alerts": [told]},
            headers={"Authorization": f"Bearer {self.running.demo['keys']['alertmanager']}"},
            timeout=20,
        )
        assert answer.status_code == 202, answer.text

    def mails(self, about: str, to: str = "") -> list[EmailMessage]:
        """What was written to somebody about something."""
        return [mail for mail in self.box.mails if to in str(mail["To"]) and about in str(mail["Subject"])]

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database says, or does."""
        with psycopg.connect(self.running.facts["database_url"]) as line:
            done = line.execute(query, values)
            return done.fetchall() if done.description else []

    def incident(self, after: str = "") -> str:
        """The number of the newest incident about payments, once there is one beside ``after``."""
        query = """
            SELECT t.number FROM tickets_ticket t JOIN services_service s ON s.id = t.service_id
             WHERE s.slug = 'payments' AND t.kind = 'incident' AND t.opened_at > now() - interval '5 minutes'
               AND t.number <> %s ORDER BY t.id DESC LIMIT 1
        """
        wait_for(lambda: self.rows(query, after))
        return str(self.rows(query, after)[0][0])

    def room(self) -> Page:
        """The commander's browser, in the incident's room."""
        self.commander.goto(f"{self.running.url}/incidents/{self.number}")
        return self.commander


@pytest.fixture(scope="module")
def night(inhabited: Lay, browser: Browser) -> Iterator[Night]:
    with tempfile.TemporaryDirectory(prefix="watchkeep-journey-") as folder, mail_server() as box:
        Path(folder).chmod(0o755)
        running = Running(inhabited(Path(folder) / "data"), WATCHKEEP_SMTP_URL=f"smtp://127.0.0.1:{box.port}").start()
        night = Night(running, box, browser)
        expect.set_options(PATIENCE_MS)
        try:
            arrange(signed_in(running, "administrator"))
            yield night
        finally:
            expect.set_options()
            for context in night.contexts:
                context.close()
            running.stop()


def arrange(admin: httpx.Client) -> None:
    """What this organisation is like: what payments carry, what counts as wide here, where the alert goes."""
    services = {one["slug"]: one for one in asked(admin, "GET", "/services?size=200")["items"]}
    for slug, known in FIGURES.items():
        asked(admin, "PATCH", f"/services/{services[slug]['id']}", json=known)
    payments = services["payments"]["id"]
    asked(admin, "POST", f"/services/{services['warehouse-system']['id']}/dependencies", json={"other": payments})
    asked(admin, "POST", "/scales/draft", json=SCALES)
    asked(admin, "POST", "/scales/draft/switch")
    route = {"name": "Payments", "matchers": 'service="payments"', "service": payments, "severity": 1}
    asked(admin, "POST", "/routes", json=route | {"group_by": ["shop"], "spans_services": True})


def test_whoever_is_on_call_is_paged_and_takes_it_on_a_telephone(night: Night):
    night.alert("payments")
    night.number = night.incident()
    wait_for(lambda: any(is_page(mail) for mail in night.mails(night.number)))
    mail = next(mail for mail in night.mails(night.number) if is_page(mail))
    night.leads = str(mail["To"])
    telephone = night.sit_down(viewport={"width": 360, "height": 740}, color_scheme="dark")
    telephone.goto(re.search(r"https?://\S+/a/\S+", text_of(mail))[0])
    telephone.get_by_role("button", name="I take it").click()
    expect(telephone.locator("main")).to_contain_text("You have it")


def test_the_plan_lies_on_the_incident_and_the_runbook_is_open(night: Night):
    night.commander = night.sit_down(viewport={"width": 1360, "height": 900})
    night.sign_in(night.commander, night.leads)
    room = night.room()
    crew = room.locator("#room-crew")
    expect(place(crew, "Commander")).not_to_contain_text("nobody")
    expect(place(crew, "Communications lead")).to_contain_text("asked for")
    expect(place(crew, "Scribe")).to_contain_text("asked for")
    wait_for(lambda: night.mails("Communications lead", to="ana@") and night.mails("Scribe"))
    [(opened,)] = night.rows("SELECT opened_at FROM tickets_ticket WHERE number = %s", night.number)
    assert minutes(due(place(crew, "Next internal update")) - opened) == 15
    assert minutes(due(place(crew, "Next public update")) - opened) == 30
    runbook = room.locator("section.card", has_text="Payment gateway unreachable")
    expect(runbook).to_contain_text("1. ")
    expect(runbook).to_contain_text("0 /")
    strip = room.locator("#room-strip")
    expect(strip).to_contain_text("41,000")
    expect(strip).to_contain_text("12,400")
    crew.get_by_role("link", name="Payments, SEV1").click()
    expect(room.locator("main")).to_contain_text("due within 5 days")
    room.goto(f"{night.running.url}/incidents/{night.number}/impact")
    expect(room.locator("tbody tr")).to_have_count(3 + 1)


def test_a_second_region_raises_the_priority_and_it_says_why(night: Night):
    room = night.room()
    head = room.locator("#room-head")
    expect(head).to_contain_text("P2")
    night.alert("checkout-central-europe")
    expect(head).to_contain_text("P1")
    expect(room.locator("#story")).to_contain_text("67,000 customers, was 41,000")
    expect(room.locator("#story")).to_contain_text("Checkout, central Europe joined")


def test_customers_are_told_also_while_watchkeep_is_down(night: Night):
    customer, page = night.customer, f"{night.running.url}/status/kestrel/"
    customer.goto(f"{page}subscribe.html")
    customer.get_by_label("E-mail address").fill("kim@shop.example")
    customer.get_by_role("button", name="Send me a link").click()
    wait_for(lambda: night.mails("", to="kim@"))
    customer.goto(re.search(r"http\S+/confirm/\S+", text_of(night.mails("", to="kim@")[0]))[0])
    customer.get_by_role("button").click()
    announce(night)
    wait_for(lambda: night.mails("Payments fail", to="kim@"))
    customer.goto(page)
    expect(component(customer)).to_contain_text("Partial outage")
    copy = night.running.data / "status" / "public" / "kestrel"
    wait_for(lambda: "Payments fail" in (copy / "index.html").read_text())
    night.running.kill()
    with plain_server(copy) as url:
        customer.goto(url)
        expect(component(customer)).to_contain_text("Partial outage")
        expect(customer.locator("main")).to_contain_text("Payments fail")
    night.running.start()


def test_two_hours_later_the_service_is_back_and_a_review_is_due(night: Night):
    two_hours_pass(night)
    night.alert("payments", "resolved")
    night.alert("checkout-central-europe", "resolved")
    room = night.room()
    expect(room.locator("#room-head")).to_contain_text("Restored")
    room.reload()
    expect(room.locator("#room-strip")).to_contain_text("2 h")
    say(room, room.get_by_role("link", name="Resolve"), {"What was done": "Stopped the second settlement."}, "Resolve")
    expect(room.locator("#room-head")).to_contain_text("Resolved")
    room.get_by_role("link", name="Close", exact=True).click()
    room.locator("#dialog-body").get_by_role("button", name="Close", exact=True).click()
    expect(room.locator("#dialog-body")).to_contain_text("is closed once its root cause is known")
    night.room().locator("#room-facts").get_by_role("link", name=re.compile(r"REV-")).click()
    query = "SELECT due_at, opened_at FROM reviews_review ORDER BY id DESC LIMIT 1"
    [(due_at, opened_at)] = night.rows(query)
    assert 5 <= (due_at.date() - opened_at.date()).days < 12, "five business days"
    expect(room.locator(".timeline")).to_contain_text("acknowledged")
    expect(room.locator("main")).to_contain_text("Before the incident can be closed")


def test_it_is_closed_when_its_causes_are_known_and_something_is_done(night: Night):
    page = night.commander
    in_a_month = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    for kind, text, led_to in CAUSES:
        given = {"Part": kind, "What": text, "Kind of cause": "Capacity: Slow growth"}
        add = page.locator("section", has=page.locator("#causes-title")).get_by_role("link", name="Add", exact=True)
        say(page, add, given | ({"It led to": led_to} if led_to else {}), "Add")
    for text, purpose in ACTIONS:
        add = page.locator("section", has=page.locator("#actions-title")).get_by_role("link", name="Add", exact=True)
        given = {"What is to be done": text, "Purpose": purpose, "Owner": "Emil Novak"}
        say(page, add, given | {"Due on": in_a_month}, "Add")
    expect(page.locator("main")).not_to_contain_text("Before the incident can be closed")
    expect(page.locator("ol.tree > li")).to_have_count(len(CAUSES))
    review = page.url
    say(night.room(), page.get_by_role("link", name="Close", exact=True), {}, "Close")
    expect(page.locator("#room-head")).to_contain_text("Closed")
    page.goto(review)
    page.get_by_role("link", name=ACTIONS[0][0]).click()
    say(page, page.get_by_role("link", name="Done"), {"How one can see it": "Twice is refused now."}, "Done")


def test_seven_weeks_later_the_same_fault_opens_the_action_again(night: Night):
    action = night.commander.url
    seven_weeks_pass(night)
    night.alert("payments")
    night.number = night.incident(after=night.number)
    page = night.commander
    wait_for(lambda: night.mails("Open again", to="emil@"))
    page.goto(action)
    expect(page.locator("main")).to_contain_text("It came back")
    expect(night.room().locator("main")).to_contain_text("Stopped the second settlement.")


def announce(night: Night) -> None:
    """The commander writes it, and a manager lets the public read it."""
    room = night.room()
    room.get_by_role("link", name="Announce").click()
    room.get_by_label("Title").first.fill("Payments fail")
    expect(room.get_by_label("Checkout")).to_have_value("partial_outage")
    room.get_by_role("button", name="Leave for approval").click()
    manager = night.sit_down()
    night.sign_in(manager, "chidi@kestrel.example")
    manager.goto(room.url)
    manager.get_by_role("button", name="Publish").click()


def two_hours_pass(night: Night) -> None:
    """Set back when it began."""
    hours, which = "interval '2 hours'", "number = %s"
    night.rows(f"UPDATE tickets_ticket SET opened_at = opened_at - {hours} WHERE {which}", night.number)
    its = f"ticket_id = (SELECT id FROM tickets_ticket WHERE {which})"
    night.rows(f"UPDATE incidents_incident SET service_down_at = service_down_at - {hours} WHERE {its}", night.number)


def seven_weeks_pass(night: Night) -> None:
    """Set back what has a moment, as if it had happened seven weeks earlier."""
    weeks = "interval '49 days'"
    night.rows(
        f"UPDATE incidents_incident SET restored_at = restored_at - {weeks}, resolved_at = resolved_at - {weeks}, "
        f"reopen_until = reopen_until - {weeks}, close_after = close_after - {weeks} WHERE resolved_at IS NOT NULL"
    )
    night.rows(
        f"UPDATE reviews_action SET done_at = done_at - {weeks}, watch_until = watch_until - {weeks}, "
        f"next_check_at = next_check_at - {weeks} WHERE done_at > now() - interval '1 hour'"
    )
    night.rows("UPDATE tickets_ticket SET opened_at = opened_at - interval '49 days' WHERE number = %s", night.number)


def say(page: Page, link: Locator, given: dict[str, str], button: str) -> None:
    """Press something that asks in a dialog, fill it and send it."""
    link.click()
    dialog = page.locator("#dialog-body")
    for label, value in given.items():
        field = dialog.get_by_label(re.compile(f"^{label}"))
        if field.evaluate("field => field.tagName") == "SELECT":
            option = field.locator("option", has_text=value).first
            field.select_option(option.get_attribute("value"))
        else:
            field.fill(value)
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_be_hidden()


def place(crew: Locator, name: str) -> Locator:
    """One figure of the strip that says who is what and what is due."""
    return crew.locator(".crew-strip > div", has_text=name)


def component(page: Page) -> Locator:
    """The checkout on the status page."""
    return page.locator("div.component", has_text="Checkout")


def due(figure: Locator) -> datetime:
    """The moment that a countdown counts to."""
    return datetime.fromisoformat(str(figure.locator("time").get_attribute("datetime")))


def minutes(length: timedelta) -> int:
    """A length of time to the minute."""
    return round(length / timedelta(minutes=1))


def text_of(mail: EmailMessage) -> str:
    """What a mail says."""
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())

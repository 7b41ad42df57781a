"""The demo outage: a real shop dies, and Watchkeep does its job while somebody watches.

Everything goes through the doors that a customer would use: the webhook, the link in the mail, the API.
The story only reads the database to tell what happened.
"""

import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, TypeVar

import httpx
from django.conf import settings
from django.db import OperationalError, connection

from watchkeep.demo import regions
from watchkeep.demo.shop import Shop
from watchkeep.demo.watcher import Watched, Watcher
from watchkeep.estate.people.models import Person
from watchkeep.insight.detection.models import Integration
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.facts import told
from watchkeep.kernel.models import FactRow
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Ticket

Say = Callable[[str], None]
T = TypeVar("T")
PATIENCE_SECONDS = 90.0
_LINK = re.compile(r"https?://\S+/a/[\w.:~%-]+")


class Stuck(Exception):  # noqa: N818  # it tells what did not happen
    """Something that should have happened did not, in good time."""


def play(*, url: str, facts: dict[str, Any], say: Say) -> int:
    """Play the story against a running instance; returns 0 when it ended well, 1 with a word when not."""
    shop = Shop()
    shop.open()
    watched = Watched(shop=f"kestrel-{clock.now():%H%M%S}")  # each performance is a fault of its own
    watcher = Watcher(
        target=shop.url, webhook=f"{url}/ingest/alertmanager", key=facts["keys"]["alertmanager"], watched=watched
    )
    watcher.start()
    try:
        Story(url, facts, say).tell(shop, watcher)
    except Stuck as stuck:
        say(f"\n  The story stopped here: {stuck}. `watchkeep doctor` may know why.")
        return 1
    except (OperationalError, httpx.HTTPError) as gone:
        say(f"\n  The story stopped here: Watchkeep does not answer any more ({gone}). Does it still run?")
        return 1
    finally:
        regions.leave(shop, watcher)
    return 0


class Story:
    """One performance."""

    def __init__(self, url: str, facts: dict[str, Any], say: Say) -> None:
        self.url, self.facts, self._say = url, facts, say
        self.began, self.started = time.monotonic(), clock.now()

    def tell(self, shop: Shop, watcher: Watcher) -> None:
        """From the last good second to the timeline."""
        self._until("the shop answers", lambda: watcher.is_up)
        self.say(f"The web shop is open at {shop.url}, watched every second.")
        shop.kill()
        self.say("Its process has just been killed.")
        incident = self._until(_wish(), self._incident)
        self.say(f"{incident.number} is open: {incident.title}. {self.url}/incidents/{incident.number}")
        self._page_and_answer(incident)
        self._post_update(incident)
        shop.open()
        self.say("The shop has been started again.")
        self._until("the incident is restored", lambda: self._has(incident, "incident.restored"))
        self.say("Alertmanager's word for it came: the incident is restored and its clocks have stopped.")
        regions.tell(watcher, after=incident.pk, say=self.say, until=self._until)
        self._timeline(incident)

    def _page_and_answer(self, incident: Ticket) -> None:
        first = self._until("somebody is paged", lambda: self._pages(incident, 1))[0]
        self.say(f"{first.name} is on call and has been paged, and does not answer.")
        second = self._until("the next person is paged", lambda: self._pages(incident, 2))[1]
        link = self._until("the mail arrives", lambda: self._link(incident, second))
        self.say(f"So {second.name} has been paged as well, opens the link in the mail and acknowledges.")
        with httpx.Client(timeout=10, follow_redirects=True, trust_env=False) as http:
            page = http.get(link)
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
            if token is None:
                raise Stuck("the acknowledgement page has no form")
            http.post(link, data={"csrfmiddlewaretoken": token[1]}, headers={"Referer": link}).raise_for_status()
        self._until("it is acknowledged", lambda: self._has(incident, "incident.acknowledged"))
        self.say("Acknowledged: nobody else is woken.")

    def _post_update(self, incident: Ticket) -> None:
        answer = httpx.post(
            f"{self.url}/api/v1/incidents/{incident.number}/updates",
            json={"body": "The shop's process is gone. Restarting it now.", "is_public": True},
            headers={"Authorization": f"Bearer {self.facts['keys']['ana']}"},
            timeout=10,
            trust_env=False,
        )
        if not answer.is_success:
            raise Stuck(f"the update was answered {answer.status_code}: {answer.text[:200]}")
        self.say("An update has been posted for everyone who waits.")

    def _timeline(self, incident: Ticket) -> None:
        self._say(f"\n  {incident.number}, as its timeline tells it:")
        senders = {f"integration:{one.pk}": one.name for one in Integration.objects.all()}
        for entry in tickets.timeline([incident], CLOCK):
            self._say(f"    {entry.fact.at:%H:%M:%S}  {entry.fact.kind:<28} {senders.get(entry.by, entry.by)}")
        self._say(f"\n  Read it in full: {self.url}/incidents/{incident.number}")

    def _incident(self) -> Ticket | None:
        return Ticket.objects.filter(opened_at__gte=self.started, service__slug="web-shop").order_by("pk").first()

    def _pages(self, incident: Ticket, count: int) -> list[Person] | None:
        """Who has been paged, in order, once there are so many."""
        rows = list(told("ticket", incident.pk, kind="oncall.paged"))
        people = Person.objects.in_bulk([row.data["person"] for row in rows])
        return [people[row.data["person"]] for row in rows] if len(rows) >= count else None

    def _has(self, incident: Ticket, kind: str) -> FactRow | None:
        return told("ticket", incident.pk, kind=kind).first()

    def _link(self, incident: Ticket, reader: Person) -> str | None:
        """The acknowledgement link in the mail to this person about this incident, as its reader would find it."""
        for path in sorted(Path(settings.EMAIL_FILE_PATH).glob("*"), key=lambda path: path.stat().st_mtime):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            text = mail.get_body(("plain",))
            is_theirs = reader.email in str(mail["To"]) and incident.number in str(mail["Subject"])
            if text and is_theirs and (found := _LINK.search(text.get_content())):
                return found[0]
        return None

    def say(self, words: str) -> None:
        """One line of the story, with the seconds since it began."""
        self._say(f"  {time.monotonic() - self.began:5.1f} s  {words}")

    def _until(self, what: str, happened: Callable[[], T | None]) -> T:
        end = time.monotonic() + PATIENCE_SECONDS
        while not (found := happened()):
            if time.monotonic() > end:
                raise Stuck(f"waited {PATIENCE_SECONDS:.0f} s until {what}")
            connection.close_if_unusable_or_obsolete()
            time.sleep(0.1)
        return found


def _wish() -> str:
    """What is waited for first, and what may be in its way where the demo is older than its route's grouping."""
    older = Ticket.objects.filter(service__slug="web-shop", is_open=True).order_by("-pk").first()
    said = "an incident opens"
    return f"{said}; if {older.number}, still open, took the alert in, resolve it first" if older else said

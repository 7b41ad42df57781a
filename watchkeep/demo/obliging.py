"""What a law asks of Kestrel Outfitters: personal data that went astray, the clock that runs since, what was pinned."""

from datetime import timedelta

from watchkeep.demo import history
from watchkeep.demo.cast import Cast
from watchkeep.demo.history import Past
from watchkeep.duty.regulations import life as regulations
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, facts, wires
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.events import Noted

ASTRAY = Past(
    0.6, "mail", 3, "A newsletter showed 212 customers each other's addresses", "emil", 9, 41,
    said=("All 212 stood in the To line. No other data was in it.",
          "The list is closed and the template is corrected. The privacy officer knows since 40 minutes."),
)  # fmt: skip
NOTICED_AFTER = timedelta(minutes=12)


def oblige(cast: Cast, services: dict[str, Service]) -> None:
    """Live through it, pin what whoever reports it must know, and start the clock of the GDPR."""
    with wires.importing():
        incident = history.live(ASTRAY, cast, services[ASTRAY.service])
        opened_at = clock.now() - timedelta(days=ASTRAY.days_ago)
        for fact in facts.told("ticket", incident.pk, kind=Noted.kind):
            tickets.pin(incident.ticket, by=cast.actor("emil"), entry=fact.pk)
        history.at(opened_at + timedelta(hours=1), lambda: regulations.start(
            incident.ticket, by=cast.actor("chidi"), regime="gdpr", aware_at=opened_at + NOTICED_AFTER,
            authority="The data protection authority of Hamburg",
        ))  # fmt: skip

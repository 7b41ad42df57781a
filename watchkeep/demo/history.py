"""What has happened at Kestrel Outfitters in the last six weeks, lived through verb by verb.

The clock is set back for each step, so that clocks, figures and timelines are those of a real
past. Nobody is notified of it: later reactions are not queued for what is imported.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from watchkeep.demo.cast import Cast
from watchkeep.duty.response import life as response
from watchkeep.duty.response.models import Response, Role
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock, wires
from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents import life
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import life as tickets

T = TypeVar("T")


@dataclass(frozen=True)
class Past:
    """One incident: how long ago, on what, how bad, who had it, what was told and how it ended (times in minutes)."""

    days_ago: float
    service: str
    severity: int
    title: str
    who: str
    answered: float
    restored: float | None
    cause: str = ""
    fix: str = ""
    said: tuple[str, ...] = ()
    held: tuple[float, float, str] | None = None
    told: tuple[float, str] | None = None


PAST = (
    Past(41.3, "database", 2, "Disk /var on db-01 is almost full", "dilara", 4, 38,
         "Old write-ahead logs were kept for a replica that no longer exists.", "Dropped the stale replication slot.",
         ("3 % left and falling by 1 % every five minutes.", "The slot of db-03 still holds 400 GB of log.")),
    Past(36.8, "web-shop", 1, "The web shop does not answer", "ana", 2, 19,
         "The release at 13:50 doubled the memory of each worker.", "Rolled back to the release before.",
         ("All workers are being killed for memory.", "Rolled back. Watching it for ten minutes.")),
    Past(33.1, "search", 3, "Product search answers slowly", "bo", 12, 96,
         "The index was rebuilt in the middle of the day.", "Moved the rebuild to 04:00."),
    Past(29.6, "mail", 3, "Mail queue grows", "emil", 25, 140,
         "The provider's blocklist named our new address.", "Asked for removal, sent by the old address meanwhile.",
         held=(40, 110, "Waiting for the blocklist's operator")),
    Past(24.2, "payments", 2, "Checkout: one card in five is refused", "dilara", 3, 51,
         "The provider's certificate chain changed.", "Installed the new intermediate certificate.",
         ("Only cards of one bank.", "The provider's status page says nothing.")),
    Past(20.9, "warehouse", 2, "Label printers are not found", "emil", 9, 47,
         "The print server lost its lease after the switch was replaced.", "Gave the print server a fixed address."),
    Past(16.4, "web-shop", 2, "Pictures of products are missing", "bo", 6, 33,
         "A cleaning job removed a bucket that was still used.", "Restored the bucket from the backup."),
    Past(12.7, "identity", 2, "Nobody can sign in with a passkey", "dilara", 5, 64,
         "The domain in the settings lacked the new host.", "Added the host."),
    Past(9.5, "database", 3, "Replica db-02 lags behind", "emil", 15, 88,
         "A report ran on the replica.", "Moved the report to the night."),
    Past(6.2, "web-shop", 1, "The web shop does not answer", "ana", 3, 24,
         "The certificate of the load balancer had expired.", "Renewed it; renewal is automatic now.",
         ("Browsers say: certificate expired at 00:00.",)),
    Past(3.1, "intranet", 4, "The canteen's menu shows last week", "bo", 200, 320,
         "The import had no permission after the move.", "Gave the import its permission."),
    Past(0.35, "search", 3, "Product search finds no blue jackets", "bo", 18, 75),
    Past(0.2, "mail", 3, "Order confirmations arrive late", "emil", 22, None,
         said=("The queue holds 2,400 mails and shrinks slowly.",), held=(60, 0, "Waiting for the provider")),
    Past(0.09, "warehouse", 2, "Picking lists are printed twice", "dilara", 7, None,
         said=("Both print workers take the same job. Looking for when that began.",),
         told=(92, "Picking lists are printed twice. Please cross out the second; we are switching one worker off.")),
    Past(0.02, "intranet", 4, "Holiday requests cannot be saved", "", 0, None),
)  # fmt: skip


SPEAKER = "chidi"


def live_through(cast: Cast, services: dict[str, Service]) -> None:
    """Live through all of it, oldest first."""
    with wires.importing():
        for past in PAST:
            live(past, cast, services[past.service])


def live(past: Past, cast: Cast, service: Service) -> Incident:
    """Live through one of them."""
    began = clock.now() - timedelta(days=past.days_ago)
    watcher = Actor.system("demo", "Monitoring")
    incident = at(began, lambda: life.open_(
        by=watcher, title=past.title, service=service, severity=past.severity, fingerprint=past.title.lower()[:64],
    ))  # fmt: skip
    if past.who:
        _work(past, incident, began, cast)
    return incident


def _work(past: Past, incident: Incident, began: datetime, cast: Cast) -> None:
    who = cast.actor(past.who)

    def after(minutes: float) -> datetime:
        return began + timedelta(minutes=minutes)

    at(after(past.answered), lambda: life.acknowledge(incident, by=who))
    for number, words in enumerate(past.said, start=1):
        at(after(past.answered + 2 * number), lambda said=words: tickets.note(incident.ticket, by=who, body=said))  # type: ignore[misc]
    if past.severity == 1:
        at(after(past.answered + 3), lambda: _speak(incident, cast.actor(SPEAKER)))
    if past.told:
        minutes, words = past.told
        at(after(minutes), lambda: life.post_update(incident, by=who, body=words))
    if past.held:
        since, until, reason = past.held
        at(after(since), lambda: life.hold(incident, by=who, reason=reason))
        if until:
            at(after(until), lambda: life.resume(incident, by=who))
    if past.restored is not None:
        at(after(past.restored), lambda: life.restore(incident, by=who))
    if past.fix and past.restored is not None:
        at(after(past.restored + 30), lambda: life.resolve(incident, by=who, cause=past.cause, fix=past.fix))
        if past.days_ago > 8:
            closing = cast.actor("chidi") if past.severity in {1, 2} else Actor.system("clock", "Watchkeep")
            at(after(past.restored + 7 * 24 * 60), lambda: life.close(incident, by=closing))


def _speak(incident: Incident, who: Actor) -> None:
    """Somebody takes it on themselves to speak for us."""
    response.take(Response.objects.get(ticket=incident.pk), Role.objects.get(slug="communications"), by=who)


def at(moment: datetime, act: Callable[[], T]) -> T:
    """Do something as if it were that moment."""
    with clock.frozen(moment):
        return act()

"""The end, in order: the service is back, the cause is dealt with, the grace period is over. Or not, after all."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.incidents import rules
from watchkeep.work.incidents.events import Cancelled, Closed, ClosingPutOff, Reopened, Resolved, Restored
from watchkeep.work.incidents.life.steps import LIFE, take, unless_known
from watchkeep.work.incidents.models import Incident
from watchkeep.work.incidents.permissions import P
from watchkeep.work.tickets.models import State


@transaction.atomic
def restore(incident: Incident, *, by: Actor, at: datetime | None = None) -> None:
    """The service is back, since ``at`` or now. Its cause may not be dealt with yet."""
    now, was = clock.now(), incident.state
    at = at or now
    earliest = min(incident.ticket.opened_at, incident.service_down_at or incident.ticket.opened_at)
    if not earliest <= at <= now:
        raise Refused(_("It was restored between its beginning and now."), field="at")
    take(incident, "restore", by=by, restored_at=at, hold_reason="", next_update_at=None)
    tell(Restored(record=incident.pk, by=by, restored_at=at, was=was))


@transaction.atomic
def resolve(incident: Incident, *, by: Actor, fix: str, cause: str = "", with_children: bool = False) -> None:
    """The cause is dealt with. The requester has a grace period to disagree.

    ``with_children`` resolves its open children with the same fix.
    """
    now, was, fix = clock.now(), incident.state, fix.strip()
    known: dict[str, Any] = {"cause": cause.strip()} if cause.strip() else {}
    take(
        incident, "resolve", by=by, fix=fix, resolved_at=now, restored_at=unless_known("restored_at", now),
        acknowledged_at=unless_known("acknowledged_at", now), hold_reason="", next_update_at=None,
        close_after=now + rules.GRACE, reopen_until=now + rules.GRACE, **known,
    )  # fmt: skip
    tell(Resolved(record=incident.pk, by=by, fix=fix[:300], restored_at=incident.restored_at or now, was=was))
    if with_children:
        for child in incident.children.open():
            resolve(child, by=by, fix=fix, cause=cause)


@transaction.atomic
def close(incident: Incident, *, by: Actor) -> None:
    """End it for good once the grace period is over, or early."""
    take(incident, "close", by=by, spine={"closed_at": clock.now()}, close_after=None, close_hindrance="")
    tell(Closed(record=incident.pk, by=by))


@transaction.atomic
def put_off_closing(incident: Incident, *, by: Actor, because: str) -> None:
    """Its grace period is over, but something stands against closing it: say what, and try again some hours later.

    Told once for a reason, however often it is tried.
    """
    by.need(P.CLOSE, "close incidents")
    incident.refresh_from_db(fields=["close_hindrance"])
    is_news, because = incident.close_hindrance != because[:300], because[:300]
    resolved = Incident.objects.filter(pk=incident.pk, ticket__state=State.RESOLVED)
    again = clock.now() + rules.CLOSE_AGAIN
    if not Incident.objects.filter(pk__in=resolved.values("pk")).update(close_after=again, close_hindrance=because):
        return
    incident.refresh_from_db(fields=["close_after", "close_hindrance"])
    if is_news:
        tell(ClosingPutOff(record=incident.pk, by=by, because=because))


def try_closing_again(ticket_id: int) -> None:
    """What stood against closing it may be gone: the next sweep sees."""
    Incident.objects.filter(pk=ticket_id).exclude(close_hindrance="").update(close_after=clock.now())


@transaction.atomic
def cancel(incident: Incident, *, by: Actor, reason: str) -> None:
    """It was no incident."""
    now, reason = clock.now(), reason.strip()[:200]
    take(
        incident, "cancel", by=by, spine={"closed_at": now}, cancel_reason=reason, hold_reason="",
        reopen_until=now + rules.GRACE, next_update_at=None,
    )  # fmt: skip
    tell(Cancelled(record=incident.pk, by=by, reason=reason))


@transaction.atomic
def reopen(incident: Incident, *, by: Actor, reason: str = "") -> None:
    """It is back. Whoever works on incidents takes it on; for everybody else somebody must be found first."""
    was, is_attended = incident.state, by.person is not None and by.may(P.WORK)
    incident.refresh_from_db(fields=["reopen_until", "merged_into"])
    if incident.ticket.state in LIFE.steps["reopen"].start and not incident.may_come_back:
        raise Refused(_("Its grace period is over. Open a new incident that follows it."), code="grace_over")
    take(
        incident, "reopen" if is_attended else "return", by=by, spine={"closed_at": None}, restored_at=None,
        resolved_at=None, close_after=None, close_hindrance="", reopen_until=None,
        reopened_count=F("reopened_count") + 1,
    )  # fmt: skip
    tell(Reopened(record=incident.pk, by=by, was=was, reason=reason.strip()[:200], is_attended=is_attended))

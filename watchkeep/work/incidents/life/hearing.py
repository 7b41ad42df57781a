"""Hearing: whatever may change a priority only marks the incident, so that many things at once are looked at once.

Marks stand on a row of their own, apart from the incident's: nobody who works on an incident waits for a storm of
alerts. One statement writes the marks, the counts and the services of a whole batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import msgspec
from django.db import connection, transaction

from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell_many
from watchkeep.work.incidents.events import ServiceAffected, ServiceSpared
from watchkeep.work.incidents.models import AffectedService, Assessment, Sign
from watchkeep.work.tickets.models import Ticket

SOON = 2
LATER = 60
"""Seconds until a marked incident is looked at: something new, or the same again."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was heard of one incident. ``services`` are affected besides its own; ``via`` is where they came from."""

    incident: int
    alerts: int = 0
    recoveries: int = 0
    reports: int = 0
    services: tuple[int, ...] = ()
    how: str = AffectedService.How.ALERT.value
    via: int | None = None
    by: str = "clock"
    delay: int = SOON


_HEAR = """
WITH heard AS (
    SELECT * FROM jsonb_to_recordset(%(heard)s::jsonb) AS one (incident bigint, alerts int, recoveries int, reports int,
        services bigint[], how text, via bigint, by text, delay int)
     WHERE EXISTS (SELECT FROM incidents_incident WHERE ticket_id = one.incident)
), counted AS (
    INSERT INTO incidents_sign (incident_id, minute_at, kind, count)
    SELECT incident, date_trunc('minute', %(now)s::timestamptz), kind, n FROM heard
     CROSS JOIN LATERAL (VALUES ('alert', alerts), ('recovery', recoveries), ('report', reports)) AS said (kind, n)
     WHERE n > 0 ORDER BY incident, kind
    ON CONFLICT (incident_id, minute_at, kind) DO UPDATE SET count = incidents_sign.count + excluded.count
), marked AS (
    INSERT INTO incidents_assessment AS kept (incident_id, reassess_at, refused, suggestion)
    SELECT incident, %(now)s::timestamptz + delay * interval '1 second', '[]', '{}' FROM heard ORDER BY incident
    ON CONFLICT (incident_id) DO UPDATE SET reassess_at = least(kept.reassess_at, excluded.reassess_at)
), joined AS (
    INSERT INTO incidents_affectedservice AS row (incident_id, service_id, how, via_id, since, by, is_ruled_out)
    SELECT incident, service, how, via, %(now)s, by, false FROM heard CROSS JOIN LATERAL unnest(services) AS service
     ORDER BY incident, service
    ON CONFLICT (incident_id, service_id) DO UPDATE
       SET left_at = NULL, since = excluded.since, how = excluded.how, via_id = excluded.via_id, by = excluded.by
     WHERE row.left_at IS NOT NULL AND NOT row.is_ruled_out
    RETURNING incident_id, service_id, how, by
)
SELECT * FROM joined ORDER BY incident_id, service_id
"""


@transaction.atomic
def hear(heard: Iterable[Heard]) -> None:
    """Count what was heard (one line an incident), add the services that are affected now, and mark the incidents."""
    rows = sorted(heard, key=lambda one: one.incident)
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            _HEAR, {"heard": msgspec.json.encode([asdict(row) for row in rows]).decode(), "now": clock.now()}
        )
        joined = cursor.fetchall()
    if joined:
        names = dict(Service.objects.filter(pk__in={row[1] for row in joined}).values_list("pk", "name"))
        tell_many([
            ServiceAffected(record=incident, by=by, service=service, name=names.get(service, ""), how=how)
            for incident, service, how, by in joined
        ])  # fmt: skip


def mark(incidents: Iterable[int]) -> None:
    """Mark incidents to be looked at again: something about them may have changed."""
    hear(Heard(incident=pk) for pk in set(incidents))


@transaction.atomic
def part(incident: int, *, via: int, by: Actor | str) -> None:
    """What came with another incident goes with it: the services that only that one affected."""
    rows = list(AffectedService.objects.filter(incident=incident, via=via, left_at=None).select_related("service"))
    leave(rows, by=by)
    mark([incident])


def leave(rows: Sequence[AffectedService], *, by: Actor | str, reason: str = "", is_ruled_out: bool = False) -> None:
    """These services are affected no longer; ruled out, no alert brings them back."""
    changes = {"left_at": clock.now(), "is_ruled_out": is_ruled_out}
    AffectedService.objects.filter(pk__in=[row.pk for row in rows]).update(**changes)
    tell_many([
        ServiceSpared(record=row.incident_id, by=by, service=row.service_id, name=row.service.name, reason=reason)
        for row in rows
    ])  # fmt: skip


@transaction.atomic
def recover(services: Mapping[int, Iterable[int]], *, by: Actor) -> None:
    """By incident, services of which no alert fires any more: those that an alert had brought leave again."""
    rows = AffectedService.objects.filter(
        incident__in=services, how=AffectedService.How.ALERT, left_at=None, is_ruled_out=False
    ).select_related("service")
    gone = [row for row in rows.order_by("incident_id", "pk") if row.service_id in set(services[row.incident_id])]
    if gone:
        leave(gone, by=by)
        mark(row.incident_id for row in gone)


@transaction.atomic
def progress(incident: int) -> None:
    """Somebody moved it on: time without progress begins anew."""
    now = clock.now()
    Assessment.objects.filter(pk=incident).update(progress_at=now)
    mark([incident])


@transaction.atomic
def promise(due: Mapping[int, datetime | None]) -> None:
    """By incident, when the next promise runs out; None when none does."""
    known = {row.pk: row.promise_at for row in Assessment.objects.filter(pk__in=due)}
    changed = {pk: at for pk, at in due.items() if pk in known and known[pk] != at}
    for pk, at in sorted(changed.items()):
        Assessment.objects.filter(pk=pk).update(promise_at=at)
    if changed:
        mark(changed)


def rest(incident: int) -> None:
    """It is over, for now: nothing is left to judge, and waiting costs nothing."""
    kept = Assessment.objects.filter(pk=incident)
    kept.update(reassess_at=None, suggested_impact=None, suggested_urgency=None, suggested_priority=None)
    Sign.objects.filter(incident=incident).delete()
    Ticket.objects.filter(pk=incident, is_open=True).update(cost_of_delay=0)

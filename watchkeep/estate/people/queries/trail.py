"""The trail: what was told of sign-ins, keys, roles, teams and where people come from."""

from datetime import datetime

from django.db.models import Q, QuerySet

from watchkeep.estate.people.models import Person
from watchkeep.kernel.models import FactRow


def audit(
    *,
    area: str = "",
    kind: str = "",
    person: Person | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[FactRow]:
    """Return what was told of sign-ins, keys, roles and teams, the newest first.

    Of a person it is what was told of them and what they did. `until` itself is no part of it.
    """
    rows = FactRow.objects.filter(stream__in=STREAMS)
    if area:
        rows = rows.filter(kind__in=AREAS[area])
    if kind:
        rows = rows.filter(kind=kind)
    if person:
        rows = rows.filter(Q(stream="person", record=person.pk) | Q(by=f"person:{person.pk}"))
    if since:
        rows = rows.filter(at__gte=since)
    if until:
        rows = rows.filter(at__lt=until)
    return rows.order_by("-at", "-id")


STREAMS = ("person", "role", "team", "organisation", "source")
"""What the trail follows. Its indexes are on facts of these alone: see the migration `0004_trail`."""
AREAS: dict[str, list[str]] = {
    "sign-in": ["person.logged_in", "person.login_failed", "person.locked_out", "person.logged_out"],
    "keys": [
        "person.password_set",
        "person.reset_asked",
        "person.factor_added",
        "person.factor_removed",
        "person.recovery_codes_made",
        "person.session_ended",
        "token.issued",
        "token.revoked",
    ],
    "permissions": [
        "person.roles_changed",
        "person.deactivated",
        "person.activated",
        "person.invited",
        "role.added",
        "role.edited",
        "role.removed",
        "team.joined",
        "team.left",
    ],
    "sources": [
        "person.taken_in",
        "person.linked",
        "person.unlinked",
        "source.added",
        "source.edited",
        "source.started",
        "source.paused",
        "source.removed",
        "source.group_mapped",
        "source.group_unmapped",
        "source.key_issued",
        "source.run_asked",
        "source.synced",
        "source.sync_held",
        "source.sync_failed",
    ],
}

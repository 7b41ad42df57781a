"""The trail: what was told of sign-ins, keys, roles, teams, people from outside, machines, and the rules of changes."""

from datetime import datetime

from django.db.models import BooleanField, Func, Q, QuerySet

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
    """Return what was told of sign-ins, keys, roles, teams, machines and rules, the newest first.

    Of a person it is what was told of them and what they did. `until` itself is no part of it.
    """
    rows = FactRow.objects.filter(Func("stream", "kind", function=OF_TRAIL, output_field=BooleanField()))
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


OF_TRAIL = "facts_is_of_trail"
"""Whether the trail follows a fact: a function of the database, the condition of three indexes. It knows `STREAMS`,
`MACHINES` and `RULES`: see `0012_trail_of_changes`."""
STREAMS = ("person", "role", "team", "organisation", "source")
"""What the trail follows whole."""
MACHINES = [
    *("integration.added", "integration.changed", "integration.key_issued", "integration.key_revoked"),
    *("webhook.added", "webhook.changed", "webhook.paused", "webhook.resumed", "webhook.tested"),
    *("connection.added", "connection.changed", "connection.paused", "connection.resumed"),
    *("network.allowed", "network.closed"),
    *("chat.workspace_saved", "chat.workspace_paused", "chat.workspace_resumed", "chat.workspace_tested"),
    *("chat.relay_saved", "chat.relay_removed"),
]
"""What else it follows: which programs may speak to us and hear of us, whom we reach, and where we chat."""
RULES = [
    *("change_model.saved", "change_model.promoted", "change_model.demoted"),
    *("change_policy.saved", "change_policy.removed", "board.saved"),
    *("freeze.declared", "freeze.changed", "freeze.lifted", "change.let_through", "change.stopped_again"),
    *("pipeline.added", "pipeline.changed", "pipeline.key_made", "pipeline.switched"),
    *("drift_watch.set", "drift_watch.ended"),
    *("maintenance_plan.made", "maintenance_plan.edited", "maintenance_plan.ended"),
]
"""And by which rules changes are agreed to, stopped, reported and missed, and when maintenance comes again."""
AREAS: dict[str, list[str]] = {
    "machines": MACHINES,
    "changes": RULES,
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
        "source.group_changed",
        "source.group_forgotten",
        "source.key_issued",
        "source.run_asked",
        "source.synced",
        "source.sync_held",
        "source.sync_failed",
    ],
}

"""Reads: where an alert would go, what belongs to an incident, what was said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from django.db.models import Count, Q, QuerySet

from watchkeep.estate.services.models import Service
from watchkeep.insight.detection.models import (
    Alert,
    Change,
    Event,
    Group,
    Integration,
    Rejection,
    Route,
    SetAside,
    Signal,
    Status,
)
from watchkeep.insight.detection.rules import routing
from watchkeep.kernel import matching
from watchkeep.kernel.actors import Actor


def rules_in_force() -> list[routing.Rule]:
    """The routes, in order, as pure values."""
    return [rule_of(route) for route in Route.objects.in_force()]


def rule_of(route: Route) -> routing.Rule:
    """A route as a pure value. Raises Refused (field ``matchers``) when they cannot be read."""
    return routing.Rule(
        id=route.pk or 0,
        integration=route.integration_id,
        matchers=matching.parse(route.matchers),
        service=route.service_id,
        severity=route.severity,
        policy=route.policy_id,
        group_by=tuple(route.group_by),
        opens=route.opens_incident,
        spans=route.spans_services,
    )


def verdict(
    rules: Sequence[routing.Rule], integration: Integration, alert: Alert, named: Mapping[str, int]
) -> routing.Verdict:
    """Where the alert goes by these rules; ``named`` holds services by their short names, see ``services_named``."""
    facets = routing.facets(
        alert.labels, severity=str(alert.severity), source=alert.source, integration=integration.name
    )
    service = named.get(alert.labels.get("service", ""), integration.service_id)
    origin = routing.Origin(integration.pk, integration.name, service, tuple(integration.group_by))
    return routing.choose(rules, origin, facets)


def services_named(alerts: Iterable[Alert]) -> dict[str, int]:
    """The services whose short names stand in the label ``service`` of these alerts."""
    names = {name for alert in alerts if (name := alert.labels.get("service"))}
    return dict(Service.objects.filter(slug__in=names, is_active=True).values_list("slug", "pk")) if names else {}


def burning_by_incident(incidents: Iterable[int]) -> dict[int, int]:
    """How many alerts of each incident still fire; incidents of which none does are left out."""
    rows = Alert.objects.burning().filter(incident__in=list(incidents)).values_list("incident")
    return dict(rows.annotate(n=Count("pk")).order_by())


def burning_services(incidents: Iterable[int]) -> list[tuple[int, int | None]]:
    """The pairs of incident and service whose alerts still fire."""
    rows = Alert.objects.burning().filter(incident__in=list(incidents)).order_by()
    return list(rows.values_list("incident", "service").distinct())


def alerts_of(incident: int, actor: Actor) -> QuerySet[Alert]:
    """The alerts of an incident: those that still fire first, then the latest."""
    return (
        Alert.objects.visible_to(actor)
        .filter(incident=incident)
        .select_related("integration", "service")
        .order_by("status", "-last_at", "-id")
    )


def runs_of(incident: int) -> QuerySet[Group]:
    """The groups whose alerts are worked in this incident."""
    return Group.objects.filter(incident=incident).select_related("service", "integration", "origin__ticket")


def events_of(alert: Alert) -> QuerySet[Event]:
    """What was said of an alert, the latest first."""
    return Event.objects.filter(thread=alert.thread, integration=alert.integration_id).order_by("-id")


def changes_of(service: int | None) -> QuerySet[Change]:
    """What was changed on a service, the latest first."""
    return Change.objects.filter(service=service).select_related("integration")


@dataclass(frozen=True)
class Move:
    """Some alerts that would go elsewhere, or would not: where from, where to, which ones."""

    before: str
    after: str
    count: int
    examples: list[Alert]

    @property
    def is_moved(self) -> bool:
        """Whether anything would be different."""
        return self.before != self.after


def preview(before: Sequence[routing.Rule], after: Sequence[routing.Rule], limit: int = 1000) -> list[Move]:
    """Where the last alerts would go by the new rules, beside where they go by the old: moved ones first."""
    services = dict(Service.objects.values_list("pk", "name"))
    found: dict[tuple[str, str], list[Alert]] = {}
    alerts = list(Alert.objects.select_related("integration").order_by("-last_at", "-id")[:limit])
    named = services_named(alerts)
    for alert in alerts:
        ways = [_spoken(verdict(rules, alert.integration, alert, named), services) for rules in (before, after)]
        found.setdefault((ways[0], ways[1]), []).append(alert)
    moves = [Move(old, new, len(alerts), alerts[:5]) for (old, new), alerts in found.items()]
    return sorted(moves, key=lambda move: (not move.is_moved, -move.count))


def statuses(actor: Actor) -> dict[str, int]:
    """How many alerts fire and are acknowledged."""
    burning = Alert.objects.visible_to(actor).burning().order_by().values_list("status")
    counts: dict[str, int] = {Status.FIRING.value: 0, Status.ACKNOWLEDGED.value: 0}
    return counts | dict(burning.annotate(n=Count("pk")))


def _spoken(verdict: routing.Verdict, services: Mapping[int, str]) -> str:
    where = services.get(verdict.service or 0, "No service")
    parts = [
        where,
        f"SEV{verdict.severity}" if verdict.severity else "",
        verdict.key,
        "" if verdict.opens else "record only",
    ]
    return " · ".join(filter(None, parts))


@dataclass(frozen=True)
class Said:
    """An event as people read it; ``signal`` is None when its content is broken.

    ``times`` it was said in a row, word by word, since ``since``.
    """

    event: Event
    signal: Signal | None
    details: str
    times: int = 1
    since: datetime | None = None

    def is_said_by(self, other: "Said") -> bool:
        """Whether the other event says the same again."""
        mine, theirs = self.signal, other.signal
        if mine is None or theirs is None:
            return False
        same = (mine.action, mine.summary, mine.severity, mine.notes)
        return same == (theirs.action, theirs.summary, theirs.severity, theirs.notes) and self.details == other.details


def read_all(events: Iterable[Event]) -> list[Said]:
    """Events, the latest first, what was only repeated in one line."""
    found: list[Said] = []
    for event in events:
        said = read(event)
        if found and found[-1].is_said_by(said):
            found[-1] = replace(found[-1], times=found[-1].times + 1, since=event.received_at)
        else:
            found.append(said)
    return found


def read(event: Event) -> Said:
    """The event in words, its details as indented JSON."""
    try:
        signal = event.signal
        raw = bytes(signal.details) if isinstance(signal.details, msgspec.Raw) else b""
        return Said(event, signal, msgspec.json.format(raw, indent=2).decode()[:20_000] if raw else "")
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return Said(event, None, "")


def alerts(  # noqa: PLR0913  # what the list can be narrowed by
    actor: Actor, *, status: str = "", severity: str = "", integration: str = "", service: str = "", words: str = ""
) -> QuerySet[Alert]:
    """Alerts for a list, the last heard first; ``status`` may be ``burning``: firing or acknowledged."""
    rows = Alert.objects.visible_to(actor).select_related("integration", "service", "incident__ticket")
    exact = {"severity": severity, "integration": integration, "service": service}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if status:
        rows = rows.burning() if status == "burning" else rows.filter(status=status)
    if words:
        rows = rows.filter(Q(summary__icontains=words) | Q(key__icontains=words))
    return rows.order_by("-last_at", "-id")


def integrations(actor: Actor) -> QuerySet[Integration]:
    """Every sender, by name."""
    return Integration.objects.visible_to(actor).select_related("service", "heartbeat")


def rejections(integration: Integration | None) -> QuerySet[Rejection]:
    """What was refused of a sender (or of nobody's keys), the latest first."""
    return Rejection.objects.filter(integration=integration).order_by("-at", "-id")


def set_aside(integration: Integration) -> QuerySet[SetAside]:
    """Events of a sender that could not be folded, the latest first."""
    return SetAside.objects.filter(integration=integration)


def preview_route(planned: Route) -> list[Move]:
    """What a new or changed route would move. Raises Refused (field ``matchers``) when it cannot be read."""
    now = list(Route.objects.in_force())
    after = [planned if route.pk == planned.pk else route for route in now]
    if planned not in after:
        after.append(planned)
        after.sort(key=lambda route: (route.position is None, route.position or 0, route.pk or 0))
    return preview([rule_of(route) for route in now], [rule_of(route) for route in after if route.is_active])

"""How components stand: the worst of what was set by hand and of what is announced, kept as history."""

from collections.abc import Iterable

from django.db.models import Q

from watchkeep.duty.announcements import events
from watchkeep.duty.announcements.models import OPEN, Component, Effect, Kind, Period, State, Worth
from watchkeep.duty.announcements.rules import standing
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell

_IN_FORCE = Q(announcement__state__in=OPEN) & ~Q(announcement__state=State.SCHEDULED)


def reckon(components: Iterable[int], *, by: Actor) -> dict[int, tuple[str, str]]:
    """Judge these components anew. Returns, for each, how it stood and how it stands."""
    rows = list(Component.objects.filter(pk__in=components).order_by("pk").select_for_update())
    effects = Effect.objects.filter(_IN_FORCE, component__in=rows).values_list("component_id", "status")
    found: dict[int, list[str]] = {row.pk: [row.own_status] for row in rows}
    for pk, status in effects:
        found[pk].append(status)
    return {row.pk: _stand(row, standing.worst(found[row.pk]), by) for row in rows}


def _stand(component: Component, status: str, by: Actor) -> tuple[str, str]:
    was, now = component.status, clock.now()
    if status == was:
        return was, status
    component.status, component.changed_at = status, now
    component.save(update_fields=["status", "changed_at"])
    Period.objects.filter(component=component, ends_at=None).update(ends_at=now)
    if status != Worth.OPERATIONAL:
        Period.objects.create(component=component, status=status, starts_at=now)
    tell(events.StatusChanged(
        record=component.page_id, by=by, component=component.pk, name=component.name, status=status, was=was
    ))  # fmt: skip
    return was, status


def impact_of(kind: str, statuses: Iterable[str]) -> str:
    """The impact of an announcement with these effects; maintenance has none."""
    return standing.impact_of(statuses) if kind == Kind.INCIDENT else "none"

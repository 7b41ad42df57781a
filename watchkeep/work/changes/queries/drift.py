"""Reads of drift: what of items became otherwise, and which of it a change covers. As many statements for all items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Change as Became
from watchkeep.estate.assets.models import Installation, Item, ItemClass
from watchkeep.estate.services import queries as services
from watchkeep.estate.services.models import Footing, ServiceItem
from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import SOFTWARE, Change, ChangeItem, ChangeService, Drift, Watch
from watchkeep.work.changes.queries.nearness import stood_on
from watchkeep.work.changes.rules.drift import MOST, Difference, is_wanted, merged
from watchkeep.work.tickets.models import State

IN_FORCE = (State.SCHEDULED, State.IMPLEMENTING, State.EVALUATING, State.CLOSED)
MOST_CHANGES = 200
NEAR, OFFERED = 100, 20
AROUND = timedelta(days=3)
NEVER = datetime.max.replace(tzinfo=UTC)
EARLY = timedelta(minutes=15)
"""So long before it began an implementer may have had the first hand on it."""
Found = Mapping[int, list[Difference]]


def watched_paths(watches: Mapping[int, Watch]) -> dict[str, Watch]:
    """The watches by the path of their class."""
    rows = ItemClass.objects.filter(pk__in=[*watches]).values_list("path", "pk")
    return {path: watches[pk] for path, pk in rows}


def drift_of(item: int) -> QuerySet[Drift]:
    """What was found of an item, the newest first."""
    return Drift.objects.filter(item=item).select_related("change__ticket")


def changes_near(drift: Drift, actor: Actor, words: str) -> list[Change]:
    """Changes that may have done it, of this number or with these words in the title if any are given.

    Those on the item come first, then those on services that stand on it, then others of that time; the nearest in
    time first. Four statements.
    """
    seen = Change.objects.visible_to(actor)
    at = drift.first_seen_at
    direct = ChangeItem.objects.filter(item=drift.item_id).order_by("-change")
    on_item = set(direct.values_list("change", flat=True)[:NEAR])
    touched = ChangeService.objects.filter(service__in=services.directly_on([drift.item_id]).get(drift.item_id, []))
    on_services = set(touched.order_by("-change").values_list("change", flat=True)[:NEAR])
    near = Q(pk__in=on_item | on_services) | Q(begun_at__range=(at - AROUND, at + AROUND))
    if words:
        near = Q(ticket__number__icontains=words) | Q(ticket__title__icontains=words)

    def far(one: Change) -> tuple[bool, bool, float]:
        when = one.begun_at or one.starts_at or NEVER
        return one.pk not in on_item, one.pk not in on_services, abs((when - at).total_seconds())

    return sorted(seen.filter(near).order_by("-ticket_id")[: 2 * NEAR], key=far)[:OFFERED]


def told(drift: Drift) -> str:
    """What was found, in lines that a person reads."""
    lines = [f"- {one['attribute']}: {one['before']} → {one['after']}" for one in drift.differences[:40]]
    return "\n".join([_("Discovery found what no change announced:"), "", *lines])


def differences(watches: Mapping[int, Watch], since: Mapping[int, datetime]) -> Found:
    """What is watched of these items and became otherwise since then. What is known for the first time is none."""
    if not watches:
        return {}
    names = sorted({name for one in watches.values() for name in one.attributes})
    rows = (
        Became.objects.filter(item__in=[*watches], at__gte=min(since.values()), attribute__in=names)
        .exclude(before=None)
        .order_by("at", "id")
        .values_list("item", "attribute", "before", "after", "at", "source__slug")
    )
    found: dict[int, list[Difference]] = defaultdict(list)
    for item, name, before, after, at, source in rows:
        if at >= since[item] and name in watches[item].attributes:
            found[item].append(_difference(name, before, after, source or "", at))
    for item, one in _software({pk: one for pk, one in watches.items() if SOFTWARE in one.attributes}, since):
        found[item].append(one)
    return {item: merged(several) for item, several in found.items()}


def uncovered(watches: Mapping[int, Watch], found: Found) -> Found:
    """What no change covers that was in force on the item, on what it hangs on, or on a service that stands on it."""
    items = [pk for pk, several in found.items() if several]
    if not items:
        return {}
    moments = {pk: [datetime.fromisoformat(one.at) for one in found[pk]] for pk in items}
    grace = max(timedelta(minutes=watches[pk].grace_minutes) for pk in items)
    first, last = min(min(several) for several in moments.values()), max(max(several) for several in moments.values())
    changes = {one.pk: one for one in in_force(first - grace, last)}
    covers = _covers(changes, items)
    return {pk: free for pk in items if (free := _free(found[pk], watches[pk], covers.get(pk, ()), changes))}


def in_force(start: datetime, end: datetime) -> QuerySet[Change]:
    """The changes that went on between these, or were to."""
    begins, ends = Coalesce("begun_at", "starts_at"), Coalesce("ended_at", "ends_at")
    asked = Change.objects.filter(ticket__state__in=IN_FORCE).annotate(from_at=begins, to_at=ends)
    asked = asked.filter(Q(to_at=None) | Q(to_at__gte=start) | Q(ended_at=None, begun_at__isnull=False))
    return asked.filter(from_at__lte=end + EARLY).order_by("-from_at")[:MOST_CHANGES]


def _free(
    found: list[Difference], watch: Watch, covering: Collection[int], changes: Mapping[int, Change]
) -> list[Difference]:
    grace = timedelta(minutes=watch.grace_minutes)
    spans = [_span(changes[pk], grace) for pk in covering]
    return [one for one in found if not any(start <= datetime.fromisoformat(one.at) <= end for start, end in spans)]


def _span(change: Change, grace: timedelta) -> tuple[datetime, datetime]:
    start = change.begun_at or change.starts_at or NEVER
    end = change.ended_at or (None if change.begun_at else change.ends_at)
    return start - EARLY, end + grace if end else NEVER


def _covers(changes: Mapping[int, Change], items: Collection[int]) -> dict[int, set[int]]:
    """Which of these changes concern which of these items: the map is walked once, down from all of the items.

    Where more hangs together than is walked to, a change beyond that covers nothing, and what it did is found as drift:
    rather one finding too many than one too few.
    """
    covers: dict[int, set[int]] = defaultdict(set)
    if not changes:
        return covers
    homes = {pk: home or pk for pk, home in Item.objects.filter(pk__in=items).values_list("pk", "merged_into")}
    asked = {*homes, *homes.values()}
    services: dict[int, set[int]] = defaultdict(set)
    for change, service in ChangeService.objects.filter(change__in=[*changes]).values_list("change", "service"):
        services[service].add(change)
    stands = [
        *Footing.objects.filter(item__in=asked, service__in=[*services]).values_list("item", "service"),
        *ServiceItem.objects.filter(item__in=asked, service__in=[*services]).values_list("item", "service"),
    ]
    reached: dict[int, set[int]] = defaultdict(set)
    for item, service in stands:
        reached[item] |= services[service]
    touching = _touching(changes)
    if touching:
        for item, below in stood_on(homes).items():
            reached[item] |= {change for one in below & touching.keys() for change in touching[one]}
    for pk, home in homes.items():
        covers[pk] = reached[pk] | reached[home]
    return covers


def _touching(changes: Mapping[int, Change]) -> dict[int, set[int]]:
    """By item, or what stands for it, the changes that touch it."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = ChangeItem.objects.filter(change__in=[*changes]).values_list("change", "item", "item__merged_into")
    for change, item, home in rows:
        found[home or item].add(change)
    return found


def _software(watches: Mapping[int, Watch], since: Mapping[int, datetime]) -> list[tuple[int, Difference]]:
    """Titles that came and went, as one difference a name: from its versions before to those after."""
    if not watches:
        return []
    asked, start = [*watches], min(since[pk] for pk in watches)
    firsts = _first_lists(asked)
    told = Installation.objects.filter(item__in=asked).annotate(slug=F("source__slug"), name=F("title__name"))
    told = told.annotate(version=F("title__version")).order_by("id")
    fields = ("item", "source", "slug", "name", "version", "since", "until")
    moved: dict[tuple[int, str, str], tuple[list[str], list[str], datetime]] = {}
    for item, source, slug, name, version, came, went in [
        *told.filter(until=None, since__gte=start - EARLY).values_list(*fields),
        *told.filter(until__gte=start - EARLY).values_list(*fields),
    ]:
        at = went or came
        if not is_wanted(name, watches[item].software) or (went is None and came <= firsts[item, source]):
            continue
        before, after, first = moved.setdefault((item, slug, name), ([], [], at))
        (before if went else after).append(version)
        moved[item, slug, name] = (before, after, min(first, at))
    return [
        (item, _difference(f"{SOFTWARE}: {name}"[:200], _said(before), _said(after), slug, at))
        for (item, slug, name), (before, after, at) in list(moved.items())[: MOST * len(asked)]
    ]


def _first_lists(items: Collection[int]) -> dict[tuple[int, int], datetime]:
    rows = Installation.objects.filter(item__in=items).order_by().values("item", "source").annotate(first=Min("since"))
    return {(one["item"], one["source"]): one["first"] for one in rows}


def _said(versions: list[str]) -> str | None:
    return ", ".join(sorted(set(versions))) or None


def _difference(name: str, before: Any, after: Any, source: str, at: datetime) -> Difference:
    return Difference(attribute=name, before=before, after=after, source=source, at=at.isoformat())

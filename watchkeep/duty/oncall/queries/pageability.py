"""Who could be paged in the coming weeks: the world as it stands, what follows for each service, what a change does."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watchkeep.duty.notify import queries as notify
from watchkeep.duty.notify.models import Urgency
from watchkeep.duty.oncall.models import Policy, Schedule, ServicePolicy
from watchkeep.duty.oncall.queries import absences, rotas
from watchkeep.duty.oncall.rules import pageability, rotation
from watchkeep.duty.oncall.rules.pageability import HOLE, SEVERITIES, Finding, Reason, Stretch, World
from watchkeep.estate.calendars import queries as calendars
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people.models import Membership, Person
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock

AHEAD = timedelta(weeks=4)


@dataclass(frozen=True)
class Outlook:
    """What the coming weeks look like: which policy answers for each service, and what was found on each policy."""

    starts_at: datetime
    ends_at: datetime
    services: Mapping[int, tuple[str, int | None]]
    found: Mapping[int | None, Sequence[Finding]]

    def of(self, service: int) -> Sequence[Finding]:
        """What was found for a service; nothing for one that is not there."""
        return self.found[self.services[service][1]] if service in self.services else ()


@dataclass(frozen=True)
class Change:
    """What a change opens or closes: for these services at these severities, from when to when, and why."""

    services: tuple[str, ...]
    severities: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Foresight:
    """What a change would do to the coming weeks: holes that it opens and closes, and single points that it makes."""

    opened: list[Change] = field(default_factory=list)
    closed: list[Change] = field(default_factory=list)
    singles: list[Change] = field(default_factory=list)

    @property
    def is_calm(self) -> bool:
        """Whether nothing changes for anybody who must be paged."""
        return not (self.opened or self.closed or self.singles)

    @property
    def mark(self) -> str:
        """What stands for exactly these new holes, so that agreeing to them agrees to no others."""
        return hashlib.sha256(repr(self.opened).encode()).hexdigest()[:16]


def outlook(at: datetime | None = None) -> Outlook:
    """Look four weeks ahead from the current hour on; a constant number of queries, and time by what changes in it."""
    starts_at = (at or clock.now()).replace(minute=0, second=0, microsecond=0)
    ends_at = starts_at + AHEAD
    services = _services()
    asked = {policy for _, policy in services.values()}
    plans = [policy.plan() for policy in Policy.objects.whole().filter(pk__in=[pk for pk in asked if pk])]
    there = world(starts_at, ends_at)
    found: dict[int | None, Sequence[Finding]] = {plan.policy: pageability.findings(plan, there) for plan in plans}
    return Outlook(starts_at, ends_at, services, found | {None: pageability.findings(None, there)})


def world(starts_at: datetime, ends_at: datetime) -> World:
    """All that decides between two instants who can be paged."""
    people = list(Person.objects.all().only("pk", "name", "email", "is_active"))
    lanes, unreachable = _reachability(people)
    schedules = rotas.with_rota(Schedule.objects.all(), starts_at, ends_at)
    return World(
        starts_at=starts_at,
        ends_at=ends_at,
        duties={one.pk: rotation.spans(one.rota(), starts_at, ends_at) for one in schedules},
        teams=_teams(),
        lanes=lanes,
        unreachable=unreachable,
        away=absences.away(starts_at, ends_at),
        open={hours.pk: _openings(hours, starts_at, ends_at) for hours in BusinessHours.objects.all()},
        names={person.pk: person.name for person in people},
    )


def difference(before: Outlook, after: Outlook) -> Foresight:
    """What lies between two outlooks: holes opened, holes closed, and single points where there had been none."""
    pairs: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for service in after.services:
        pairs[id(before.of(service)), id(after.of(service))].append(service)
    foresight = Foresight()
    for services in pairs.values():
        was, will = before.of(services[0]), after.of(services[0])
        names = tuple(sorted(after.services[one][0] for one in services))
        foresight.opened.extend(_new(names, [one for one in will if one.kind == HOLE], was, holes_only=True))
        foresight.closed.extend(_new(names, [one for one in was if one.kind == HOLE], will, holes_only=True))
        foresight.singles.extend(_new(names, [one for one in will if one.kind != HOLE], was, holes_only=False))
    return foresight


def _new(
    names: tuple[str, ...], these: Iterable[Finding], those: Sequence[Finding], *, holes_only: bool
) -> list[Change]:
    """The stretches of these findings that lie outside of those, at each severity; alike ones as one."""
    levels: defaultdict[tuple[Stretch, tuple[Reason, ...]], list[int]] = defaultdict(list)
    cuts = {
        severity: [
            Stretch(one.starts_at, one.ends_at)
            for one in those
            if severity in one.severities and (one.kind == HOLE or not holes_only)
        ]
        for severity in SEVERITIES
    }
    for finding in these:
        for severity in finding.severities:
            for part in pageability.without([Stretch(finding.starts_at, finding.ends_at)], cuts[severity]):
                levels[part, finding.reasons].append(severity)
    changes = [
        Change(names, tuple(severities), part.starts_at, part.ends_at, reasons)
        for (part, reasons), severities in levels.items()
    ]
    return sorted(changes, key=lambda change: (change.starts_at, change.severities))


def _services() -> dict[int, tuple[str, int | None]]:
    default = Policy.objects.filter(is_default=True).values_list("pk", flat=True).first()
    own = dict(ServicePolicy.objects.values_list("service_id", "policy_id"))
    return {pk: (name, own.get(pk, default)) for pk, name in Service.objects.active().values_list("pk", "name")}


def _reachability(people: Iterable[Person]) -> tuple[dict[int, frozenset[str]], dict[int, str]]:
    """The working ways of those who can be reached, and why the others cannot."""
    lanes: dict[int, frozenset[str]] = {}
    unreachable: dict[int, str] = {}
    failing, ways = notify.failing_methods(), notify.ways_to_each(people, Urgency.HIGH)
    for person in people:
        works = frozenset(way.lane for way in ways[person.pk] if way.method not in failing)
        if person.is_active and works:
            lanes[person.pk] = works
        else:
            unreachable[person.pk] = _why(person, has_ways=bool(ways[person.pk]))
    return lanes, unreachable


def _why(person: Person, *, has_ways: bool) -> str:
    if not person.is_active:
        return "inactive"
    return "failing" if has_ways else "no_contact"


def _teams() -> dict[int, list[int]]:
    teams: defaultdict[int, list[int]] = defaultdict(list)
    members = Membership.objects.filter(person__is_active=True).order_by("pk")
    for team, person in members.values_list("team_id", "person_id"):
        teams[team].append(person)
    return teams


def _openings(hours: BusinessHours, starts_at: datetime, ends_at: datetime) -> list[Stretch]:
    """When a calendar is open, as stretches in order without overlap; those that touch are one."""
    days = calendars.coming_days(hours.spec(), starts_at - timedelta(days=1), (ends_at - starts_at).days + 3)
    found: list[Stretch] = []
    for opens, closes in sorted(opening for day in days for opening in day.openings):
        if found and opens <= found[-1].ends_at:
            found[-1] = Stretch(found[-1].starts_at, max(closes, found[-1].ends_at))
        else:
            found.append(Stretch(opens, closes))
    return found

"""A month of being on call: each person's hours, pages, broken nights and money, with the rows that make them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast, Extract, Floor

from watchkeep.duty.oncall.models import Page, Rate, Stint
from watchkeep.duty.oncall.queries import absences
from watchkeep.duty.oncall.rules import load
from watchkeep.duty.oncall.rules.load import Piece
from watchkeep.estate.people.models import Person

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Served:
    """One stint of a month, cut to it, in pieces of one kind each."""

    schedule: str
    starts_at: datetime
    ends_at: datetime
    pieces: list[Piece]


@dataclass(frozen=True)
class Burden:
    """What a month of being on call was for one person: the stints, and when pages came; figures are reckoned once."""

    person: Person
    served: list[Served] = field(default_factory=list)
    paged: list[datetime] = field(default_factory=list)
    rates: dict[str, Decimal] = field(default_factory=dict)

    @cached_property
    def hours(self) -> dict[str, float]:
        """Hours by kind."""
        return load.hours_by_kind(piece for stint in self.served for piece in stint.pieces)

    @property
    def total_hours(self) -> float:
        """All hours."""
        return sum(self.hours.values())

    @cached_property
    def weight(self) -> float:
        """The hours as a burden, by which fairness is judged."""
        return load.weight(self.hours)

    @property
    def night_pages(self) -> int:
        """Pages between 22:00 and 06:00 where the person lives."""
        return len(self._at_night)

    @property
    def day_pages(self) -> int:
        """All other pages."""
        return len(self.paged) - self.night_pages

    @property
    def broken_hours(self) -> int:
        """Hours of sleep that pages broke."""
        return load.broken_hours(self._at_night, self.zone)

    @cached_property
    def euro(self) -> Decimal:
        """What it is paid with."""
        units = {kind: Decimal(str(hours)) for kind, hours in self.hours.items()}
        units |= {"page_day": Decimal(self.day_pages), "page_night": Decimal(self.night_pages)}
        return sum((self.rates.get(kind, Decimal()) * count for kind, count in units.items()), Decimal()).quantize(CENT)

    @property
    def zone(self) -> ZoneInfo:
        """Where the person's clock hangs."""
        return ZoneInfo(self.person.time_zone)

    @cached_property
    def _at_night(self) -> list[datetime]:
        zone = self.zone
        return [at for at in self.paged if load.is_night(at, zone)]


@dataclass(frozen=True)
class Month:
    """A month of all who were on call or paged, the most burdened first, and how evenly they shared it."""

    burdens: list[Burden]

    @property
    def gini(self) -> float:
        """0 when all bear the same, towards 1 when one bears everything; see `rules.load.gini` for its source."""
        return load.gini([burden.weight for burden in self.burdens])

    @property
    def euro(self) -> Decimal:
        """What the month is paid with in all."""
        return sum((burden.euro for burden in self.burdens), Decimal())


def rates() -> dict[str, Decimal]:
    """What each kind of hour and page is paid with; nothing until somebody says so."""
    return dict.fromkeys(Rate.Kind.values, Decimal("0.00")) | dict(Rate.objects.values_list("kind", "euro"))


def month(start: datetime, end: datetime, people: Iterable[int] | None = None) -> Month:
    """Everybody's month, or that of these people; a constant number of queries."""
    stints = Stint.objects.filter(starts_at__lt=end, ends_at__gt=start)
    pages = Page.objects.filter(paged_at__gte=start, paged_at__lt=end, is_drill=False)
    if people is not None:
        stints, pages = stints.filter(person__in=people), pages.filter(person__in=people)
    found = _burdens(list(stints.select_related("person")), _by_person(pages))
    free, paid = _holidays(found, start, end), rates()
    whole = [replace(_cut(one, start, end, free.get(one.person.pk, frozenset())), rates=paid) for one in found.values()]
    return Month(sorted(whole, key=lambda burden: (-burden.weight, burden.person.name)))


def paged(person: Person, start: datetime, end: datetime) -> QuerySet[Page]:
    """The pages that a month of one person counts."""
    rows = Page.objects.filter(person=person, paged_at__gte=start, paged_at__lt=end, is_drill=False)
    return rows.select_related("escalation__ticket").only("paged_at", "acknowledged_at", "escalation__ticket__number")


def _by_person(pages: QuerySet[Page]) -> dict[int, list[datetime]]:
    """When each was paged, to the second: a month may hold ten thousand pages, and whole seconds are read quickly."""
    second = Cast(Floor(Extract("paged_at", "epoch", tzinfo=UTC)), BigIntegerField())
    rows = pages.order_by().values("person").annotate(seconds=ArrayAgg(second)).values_list("person", "seconds")
    return {person: [datetime.fromtimestamp(one, UTC) for one in seconds] for person, seconds in rows}


def _burdens(stints: list[Stint], pages: dict[int, list[datetime]]) -> dict[int, Burden]:
    people = {stint.person_id: stint.person for stint in stints}
    people |= Person.objects.in_bulk(pages.keys() - people.keys())
    found = {pk: Burden(person, paged=pages.get(pk, [])) for pk, person in people.items()}
    for stint in stints:
        found[stint.person_id].served.append(Served(stint.schedule_name, stint.starts_at, stint.ends_at, []))
    return found


def _cut(burden: Burden, start: datetime, end: datetime, free: frozenset[date]) -> Burden:
    """The burden with its stints cut to the interval and into pieces of one kind."""
    served = [
        replace(
            stint,
            starts_at=(begins := max(stint.starts_at, start)),
            ends_at=(ends := min(stint.ends_at, end)),
            pieces=list(load.pieces(begins, ends, burden.zone, free)),
        )
        for stint in burden.served
    ]
    return replace(burden, served=served)


def _holidays(found: dict[int, Burden], start: datetime, end: datetime) -> dict[int, frozenset[date]]:
    """The public holidays of each of these people."""
    days: defaultdict[int, set[date]] = defaultdict(set)
    margin = timedelta(days=1)
    people = [burden.person for burden in found.values()]
    for holiday in absences.holidays(people, start - margin, end + margin):
        for person in holiday.people:
            days[person.pk].add(holiday.day)
    return {pk: frozenset(those) for pk, those in days.items()}

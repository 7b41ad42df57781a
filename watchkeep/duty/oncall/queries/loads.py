"""A month of being on call: each person's hours, pages, broken nights and money, with the rows that make them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from watchkeep.duty.oncall.models import Page, Rate, Stint
from watchkeep.duty.oncall.queries import absences
from watchkeep.duty.oncall.rules import load
from watchkeep.duty.oncall.rules.load import Piece
from watchkeep.estate.people.models import Person

_TOLD = ("paged_at", "acknowledged_at", "person", "escalation__ticket__number")
"""What a month says of a page."""
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
    """What a month of being on call was for one person; every figure comes from the rows beside it."""

    person: Person
    served: list[Served] = field(default_factory=list)
    paged: list[Page] = field(default_factory=list)
    rates: dict[str, Decimal] = field(default_factory=dict)

    @property
    def hours(self) -> dict[str, float]:
        """Hours by kind."""
        return load.hours_by_kind(piece for stint in self.served for piece in stint.pieces)

    @property
    def total_hours(self) -> float:
        """All hours."""
        return sum(self.hours.values())

    @property
    def weight(self) -> float:
        """The hours as a burden, by which fairness is judged."""
        return load.weight(self.hours)

    @property
    def night_pages(self) -> int:
        """Pages between 22:00 and 06:00 where the person lives."""
        return sum(load.is_night(page.paged_at, self.zone) for page in self.paged)

    @property
    def day_pages(self) -> int:
        """All other pages."""
        return len(self.paged) - self.night_pages

    @property
    def broken_hours(self) -> int:
        """Hours of sleep that pages broke."""
        return load.broken_hours([page.paged_at for page in self.paged], self.zone)

    @property
    def euro(self) -> Decimal:
        """What it is paid with."""
        units = {kind: Decimal(str(hours)) for kind, hours in self.hours.items()}
        units |= {"page_day": Decimal(self.day_pages), "page_night": Decimal(self.night_pages)}
        return sum((self.rates.get(kind, Decimal()) * count for kind, count in units.items()), Decimal()).quantize(CENT)

    @property
    def zone(self) -> ZoneInfo:
        """Where the person's clock hangs."""
        return ZoneInfo(self.person.time_zone)


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
    pages = Page.objects.filter(paged_at__gte=start, paged_at__lt=end, escalation__ticket__is_drill=False)
    if people is not None:
        stints, pages = stints.filter(person__in=people), pages.filter(person__in=people)
    pages = pages.select_related("escalation__ticket").only(*_TOLD)
    found = _burdens(list(stints.select_related("person")), list(pages))
    free, paid = _holidays(found, start, end), rates()
    whole = [replace(_cut(one, start, end, free.get(one.person.pk, frozenset())), rates=paid) for one in found.values()]
    return Month(sorted(whole, key=lambda burden: (-burden.weight, burden.person.name)))


def _burdens(stints: list[Stint], pages: list[Page]) -> dict[int, Burden]:
    people = {stint.person_id: stint.person for stint in stints}
    people |= Person.objects.in_bulk({page.person_id for page in pages} - people.keys())
    found = {pk: Burden(person) for pk, person in people.items()}
    for stint in stints:
        found[stint.person_id].served.append(Served(stint.schedule_name, stint.starts_at, stint.ends_at, []))
    for page in pages:
        found[page.person_id].paged.append(page)
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

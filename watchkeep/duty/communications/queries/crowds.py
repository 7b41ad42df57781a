"""Who belongs to an audience now: for one incident, each of them once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, QuerySet

from watchkeep.duty.communications.models import Audience, Kind, Message, State, Subscription, Use
from watchkeep.duty.notify import queries as notify
from watchkeep.duty.notify.models import Delivery, Urgency
from watchkeep.estate.people.models import Membership, Organisation, Person
from watchkeep.estate.services import queries as services
from watchkeep.kernel.pages import capped_count
from watchkeep.work.incidents import queries as incidents
from watchkeep.work.incidents.models import Incident

CHUNK = 500
CAP = 10_000
"""How far a preview counts."""


@dataclass
class Crowd:
    """The people of an audience for one incident, and the bare addresses that are nobody's we know."""

    rows: QuerySet[Person]
    strangers: list[str] = field(default_factory=list)
    told_already: int = 0

    @cached_property
    def count(self) -> tuple[int, bool]:
        """How many would be told, counted no further than ten thousand, and whether there are more."""
        found, more = capped_count(self.rows, CAP)
        return found + len(self.strangers), more

    @property
    def total(self) -> int:
        """How many are told, every one of them counted."""
        return self.rows.count() + len(self.strangers)

    def first(self, most: int = 20) -> list[Person]:
        """Some of them, from A to Z."""
        return list(self.rows.order_by("name", "pk")[:most])

    def chunks(self) -> Iterable[list[Person]]:
        """Everybody, some at a time."""
        last = 0
        while some := list(self.rows.order_by("pk").filter(pk__gt=last)[:CHUNK]):
            yield some
            last = some[-1].pk

    def out_of_reach(self, most: int = 20) -> list[Person]:
        """Those to whom no way leads, among the first few hundred: no account mail, nothing verified."""
        first = list(self.rows.order_by("pk")[:CHUNK])
        ways = notify.ways_to_each(first, Urgency.LOW)
        return [person for person in first if not ways[person.pk]][:most]


def crowd_of(audience: Audience, incident: Incident, moment: int | None = None) -> Crowd:
    """Who would be told. With a ``moment``, without those whom another message of that moment has told already."""
    strangers: list[str] = []
    if audience.kind == Kind.LIST:
        rows, strangers = _listed(audience.addresses)
    else:
        rows = Person.objects.active().filter(_BY_KIND[audience.kind](audience, incident))
    told = _told_in(incident.pk, moment) if moment else None
    if told is None or not told.exists():
        return Crowd(rows, strangers)
    known = set(told.exclude(outsider=None).values_list("outsider", flat=True))
    met = rows.filter(pk__in=told.exclude(person=None).values("person"))
    left = [address for address in strangers if outsider(address) not in known]
    return Crowd(rows.exclude(pk__in=met.values("pk")), left, met.count() + len(strangers) - len(left))


def outsider(address: str) -> str:
    """How the delivery log names an address that is nobody's we know."""
    return f"address:{address.lower()}"[:60]


def hit_services(incident: Incident) -> list[int]:
    """What fails: the incident's service and everything that hangs on it."""
    service = incident.ticket.service_id
    return [service, *services.distances([service])] if service else []


def _team(audience: Audience, incident: Incident) -> Q:
    teams = [audience.team_id] if audience.team_id else _owners(incident)
    return Q(pk__in=Membership.objects.filter(team__in=teams).values("person"))


def _managers(audience: Audience, incident: Incident) -> Q:
    """Leads of the team, managers of its people, and of those who reported the fault."""
    teams = [audience.team_id] if audience.team_id else _owners(incident)
    members = Membership.objects.filter(team__in=teams)
    reporters = {one.ticket.requester_id for one in [incident, *incidents.family(incident)]} - {None}
    led = Person.objects.filter(Q(pk__in=members.values("person")) | Q(pk__in=reporters), manager__isnull=False)
    return Q(pk__in=members.filter(is_lead=True).values("person")) | Q(pk__in=led.values("manager"))


def _staff(_audience: Audience, _incident: Incident) -> Q:
    return Q(organisation__kind=Organisation.Kind.OWN)


def _subscribers(_audience: Audience, incident: Incident) -> Q:
    follow = Subscription.objects.filter(service__in=hit_services(incident))
    return Q(pk__in=follow.values("person"), organisation__kind=Organisation.Kind.OWN)


def _customers(_audience: Audience, incident: Incident) -> Q:
    uses = Use.objects.filter(service__in=hit_services(incident))
    return Q(organisation__in=uses.values("organisation"), organisation__kind=Organisation.Kind.CUSTOMER)


_BY_KIND: Mapping[str, Callable[[Audience, Incident], Q]] = {
    Kind.TEAM: _team,
    Kind.MANAGERS: _managers,
    Kind.STAFF: _staff,
    Kind.SUBSCRIBERS: _subscribers,
    Kind.CUSTOMERS: _customers,
}


def _listed(addresses: list[str]) -> tuple[QuerySet[Person], list[str]]:
    """The people behind these addresses, and what is nobody's. Whoever was shut out is not written to."""
    wanted = list(dict.fromkeys(address.lower() for address in addresses))
    rows = Person.objects.active().filter(email__in=wanted)
    ours = set(Person.objects.filter(email__in=wanted).values_list("email", flat=True))
    return rows, [address for address in wanted if address not in ours]


def _owners(incident: Incident) -> set[int | None]:
    ticket = incident.ticket
    return {ticket.team_id, ticket.service.owner_team_id if ticket.service else None} - {None}


def _told_in(ticket: int, moment: int) -> QuerySet[Delivery]:
    sent = Message.objects.filter(ticket=ticket, moment=moment, state=State.SENT, sent_fact__isnull=False)
    return Delivery.objects.filter(fact__in=sent.values("sent_fact"))

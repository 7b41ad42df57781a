"""Builders of the estate, and the cast: Ana (agent, on call), Bo (agent) and a stranger.

They write rows directly where a verb would only be in the way; what a verb does has its own tests.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from watchkeep.estate.assets.models import Item, ItemClass, Source, SourceKind
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people import queries
from watchkeep.estate.people.models import Membership, Organisation, Person, Role, Team
from watchkeep.estate.services import life as service_life
from watchkeep.estate.services.models import Dependency, MaintenancePlan, MaintenanceWindow, Service, ServiceItem
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.numbering import next_number

PASSWORD = "correct horse battery staple"

_number = count(1)


def organisation(name: str = "Nordwind", kind: str = Organisation.Kind.OWN, **more: Any) -> Organisation:
    """An organisation; the same name is the same organisation."""
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind, **more})[0]


def person(
    name: str = "",
    *,
    roles: tuple[str, ...] = ("agent",),
    teams: tuple[Team, ...] = (),
    organisation: Organisation | None = None,
    password: str = PASSWORD,
    **more: Any,
) -> Person:
    """A person with a password that works."""
    name = name or f"Person {next(_number)}"
    home = organisation or _home()
    email = more.pop("email", f"{slugify(name)}@{slugify(home.name)}.example")
    somebody = Person(name=name, email=email, organisation=home, **more)
    somebody.set_password(password)
    somebody.save()
    somebody.roles.set(builtin_roles().filter(slug__in=roles))
    Membership.objects.bulk_create(Membership(person=somebody, team=team) for team in teams)
    return somebody


def actor(somebody: Person) -> Actor:
    """The person as an actor, with what they may do now."""
    queries.forget_actor(somebody)
    return queries.actor_for(somebody)


def ana(**more: Any) -> Person:
    """Ana: an agent, on call. The same person each time in a test."""
    return _cast("Ana", roles=("agent",), teams=(_ops(),), **more)


def bo(**more: Any) -> Person:
    """Bo: an agent, the next one to be called."""
    return _cast("Bo", roles=("agent",), teams=(_ops(),), **more)


def stranger(**more: Any) -> Person:
    """A customer of another organisation, who must see nothing of ours."""
    return _cast(
        "Stranger", roles=("customer",), organisation=organisation("Elsewhere", Organisation.Kind.CUSTOMER), **more
    )


def admin(**more: Any) -> Person:
    """An administrator."""
    return _cast("Ada", roles=("administrator",), **more)


def manager(**more: Any) -> Person:
    """A manager."""
    return _cast("Mia", roles=("manager",), **more)


def auditor(**more: Any) -> Person:
    """An auditor, who sees everything and changes nothing."""
    return _cast("Udo", roles=("auditor",), **more)


def employee(**more: Any) -> Person:
    """An employee, who reports what does not work."""
    return _cast("Eve", roles=("employee",), **more)


def team(name: str = "Operations", *, members: tuple[Person, ...] = (), **more: Any) -> Team:
    """A team; the same name is the same team."""
    some, _ = Team.objects.get_or_create(name=name, defaults={"slug": slugify(name), **more})
    Membership.objects.bulk_create((Membership(person=member, team=some) for member in members), ignore_conflicts=True)
    return some


def hours(name: str = "", **more: Any) -> BusinessHours:
    """Business hours, Monday to Friday from nine to five in Berlin unless told otherwise."""
    return BusinessHours.objects.create(
        name=name or f"Office hours {next(_number)}", **({"time_zone": "Europe/Berlin"} | more)
    )


def service(name: str = "", *, needs: tuple[Service, ...] = (), on: tuple[Item, ...] = (), **more: Any) -> Service:
    """A service of the operations team, worth 1,200 euro an hour to 300 people."""
    name = name or f"Service {next(_number)}"
    values: dict[str, Any] = {"tier": 2, "value_per_hour": Decimal(1200), "users_count": 300} | more
    owner = values.pop("owner_team", None) or _ops()
    some = Service.objects.create(name=name, slug=slugify(name), owner_team=owner, **values)
    Dependency.objects.bulk_create(Dependency(service=some, depends_on=other) for other in needs)
    ServiceItem.objects.bulk_create(ServiceItem(service=some, item=item) for item in on)
    return some


def item_class(slug: str = "server") -> ItemClass:
    """One of the classes that come with Watchkeep."""
    return ItemClass.objects.get(slug=slug)


def item(name: str = "", *, cls: str = "server", **more: Any) -> Item:
    """A configuration item, a server unless told otherwise."""
    known = {"number": next_number("CI"), "name": name or f"host-{next(_number)}", "cls": item_class(cls)}
    return Item.objects.create(**known | more)


def reporter(slug: str = "agent", kind: str = SourceKind.AGENT) -> Source:
    """Who says what items are like; the same name is the same source."""
    return Source.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize(), "kind": kind})[0]


def maintenance(
    *services: Service, items: tuple[Item, ...] = (), starts_at: datetime | None = None, hours: float = 2, **more: Any
) -> MaintenanceWindow:
    """A maintenance window over these services and items, from now for two hours."""
    start = starts_at or clock.now()
    known = {"reason": "New discs", "next_step_at": start}
    window = MaintenanceWindow.objects.create(starts_at=start, ends_at=start + timedelta(hours=hours), **(known | more))
    window.services.set(services)
    window.items.set(items)
    return window


def maintenance_plan(*services: Service, **given: Any) -> MaintenancePlan:
    """Maintenance that comes every week from tomorrow on, over these services."""
    known = {"reason": "Patches", "rule": "FREQ=WEEKLY", "begins_at": clock.now() + timedelta(days=1), "minutes": 60}
    return service_life.make_plan(by=CLOCK, services=services, **known | given)


def builtin_roles() -> QuerySet[Role]:
    """The built-in roles."""
    return Role.objects.all()


def _home() -> Organisation:
    return organisation()


def _ops() -> Team:
    return team("Operations")


def _cast(name: str, **more: Any) -> Person:
    return Person.objects.filter(name=name).first() or person(name, **more)

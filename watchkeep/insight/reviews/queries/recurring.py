"""When preventive tasks come: the clock they go by, and rules as the choices of a form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.insight.reviews.rules import recurrence, rhythms
from watchkeep.insight.reviews.rules.rhythms import Rhythm

LAST = rhythms.LAST
nth_words = rhythms.nth_words


def zone_of(service: Service | None, item: Item | None, owner: Person) -> str:
    """The clock of where it is done: that of the service, or of what runs on the item; else that of its owner."""
    if service is None and item is not None:
        service = Service.objects.active().filter(items=item, hours__isnull=False).select_related("hours").first()
    return service.hours.time_zone if service and service.hours else owner.time_zone


def rule_of(choice: Mapping[str, Any], start: date) -> str:
    """The rule that a choice means; what it leaves open is read from the first day."""
    return rhythms.rule_of(Rhythm(**choice), start)


def choice_of(rule: str) -> Rhythm:
    """The choice that a rule means."""
    return rhythms.rhythm_of(recurrence.read(rule))


def days_ahead(rule: str, start: date, count: int = 4, *, day: date | None = None) -> list[date]:
    """The first days of a rule that begins with ``start``, or those from ``day`` on."""
    found: list[date] = []
    day = day or start
    while len(found) < count and day and (day := recurrence.next_from(recurrence.read(rule), start, day)):
        found.append(day)
        day = date.fromordinal(day.toordinal() + 1)
    return found

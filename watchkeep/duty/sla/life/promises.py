"""Which promise fits a ticket: the target that is aimed best, in the hours that hold for it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from watchkeep.duty.sla import rules
from watchkeep.duty.sla.models import Target, Terms
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.kernel.secrets import digest
from watchkeep.work.requests.models import Request
from watchkeep.work.tickets.models import Kind, Ticket


@dataclass(frozen=True)
class Promise:
    """The terms for one measure of one ticket, and the calendar behind them."""

    terms: Terms
    calendar: BusinessHours | None


class Book:
    """All targets and what these tickets order, read once, and the terms written from them. Made anew for each verb."""

    def __init__(self, tickets: Iterable[Ticket]) -> None:
        self._tickets = list(tickets)
        self._written: dict[bytes, Terms] = {}

    @cached_property
    def targets(self) -> list[Target]:
        """Every target there is: a few dozen rows."""
        return list(Target.objects.select_related("service", "item"))

    @cached_property
    def house_hours(self) -> BusinessHours | None:
        """The first calendar of the house, for tickets that name no service."""
        return BusinessHours.objects.order_by("pk").first()

    def promise(self, ticket: Ticket, measure: str) -> Promise:
        """What we promise on this ticket now; without a fitting target, terms that are never due."""
        target = rules.choose(self.targets, measure, ticket.priority, ticket.service_id, self._items.get(ticket.pk))
        calendar = self._calendar(ticket, target)
        return Promise(self._terms(target, calendar), calendar)

    @cached_property
    def _items(self) -> dict[int, int | None]:
        """By ticket, the item that was ordered; asked only if some target is for an item."""
        if not any(target.item_id for target in self.targets):
            return {}
        requests = [ticket.pk for ticket in self._tickets if ticket.kind == Kind.REQUEST]
        return dict(Request.objects.filter(pk__in=requests).order_by().values_list("ticket", "item"))

    def _calendar(self, ticket: Ticket, target: Target | None) -> BusinessHours | None:
        if target is None or not target.in_business_hours:
            return None
        return ticket.service.hours if ticket.service else self.house_hours

    def _terms(self, target: Target | None, calendar: BusinessHours | None) -> Terms:
        fields: dict[str, Any] = {
            "aim": target.aim if target else "",
            "target_seconds": target.minutes * 60 if target else None,
            "warn_percent": target.warn_percent if target else 100,
            "hours_name": f"{calendar.name} ({calendar.time_zone})" if calendar else "",
            "hours_spec": rules.kept(calendar.spec()) if calendar else None,
        }
        key = digest(json.dumps(fields, sort_keys=True))
        if key not in self._written:
            self._written[key] = _written(key, fields)
        return self._written[key]


def _written(key: bytes, fields: dict[str, Any]) -> Terms:
    """The row that keeps these terms; whoever writes it first, all find the same one."""
    found = Terms.objects.filter(digest=key).first()
    if found is None:
        Terms.objects.bulk_create([Terms(digest=key, **fields)], ignore_conflicts=True)
        found = Terms.objects.get(digest=key)
    return found

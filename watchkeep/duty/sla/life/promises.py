"""Which promise fits a ticket: the target that is aimed best, in the hours that hold for it."""

import json
from collections.abc import Iterable, Sequence
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

    @cached_property
    def targets(self) -> list[Target]:
        """Every target there is: a few dozen rows, with the names of what they are for."""
        named = ("service__name", "item__name")
        rows = Target.objects.select_related("service", "item")
        return list(rows.only(*(field.attname for field in Target._meta.concrete_fields), *named))  # noqa: SLF001  # Django's own name

    @cached_property
    def house_hours(self) -> BusinessHours | None:
        """The first calendar of the house, for tickets that name no service."""
        return BusinessHours.objects.order_by("pk").first()

    def promise(self, ticket: Ticket, measure: str) -> Promise:
        """What we promise on this ticket now; without a fitting target, terms that are never due."""
        return self.promises([(ticket, measure)])[0]

    def promises(self, wanted: Sequence[tuple[Ticket, str]]) -> list[Promise]:
        """The same for many measures of many tickets, in their order."""
        aimed = [(target := self._target(*one), self._calendar(one[0], target)) for one in wanted]
        digests: dict[tuple[int | None, int | None], bytes] = {}
        fields: dict[bytes, dict[str, Any]] = {}
        for target, calendar in aimed:
            if _key(target, calendar) not in digests:
                said = _terms(target, calendar)
                digests[_key(target, calendar)] = made = digest(json.dumps(said, sort_keys=True))
                fields[made] = said
        terms = _written(fields)
        return [Promise(terms[digests[_key(target, calendar)]], calendar) for target, calendar in aimed]

    @cached_property
    def _items(self) -> dict[int, int | None]:
        """By ticket, the item that was ordered; asked only if some target is for an item."""
        if not any(target.item_id for target in self.targets):
            return {}
        requests = [ticket.pk for ticket in self._tickets if ticket.kind == Kind.REQUEST]
        return dict(Request.objects.filter(pk__in=requests).order_by().values_list("ticket", "item"))

    def _target(self, ticket: Ticket, measure: str) -> Target | None:
        return rules.choose(self.targets, measure, ticket.priority, ticket.service_id, self._items.get(ticket.pk))

    def _calendar(self, ticket: Ticket, target: Target | None) -> BusinessHours | None:
        if target is None or not target.in_business_hours:
            return None
        return ticket.service.hours if ticket.service else self.house_hours


def _key(target: Target | None, calendar: BusinessHours | None) -> tuple[int | None, int | None]:
    return target.pk if target else None, calendar.pk if calendar else None


def _terms(target: Target | None, calendar: BusinessHours | None) -> dict[str, Any]:
    return {
        "aim": target.aim if target else "",
        "target_seconds": target.minutes * 60 if target else None,
        "warn_percent": target.warn_percent if target else 100,
        "hours_name": f"{calendar.name} ({calendar.time_zone})" if calendar else "",
        "hours_spec": rules.kept(calendar.spec()) if calendar else None,
    }


def _written(fields: dict[bytes, dict[str, Any]]) -> dict[bytes, Terms]:
    """By digest, the rows that keep these terms; whoever writes one first, all find the same one."""
    found = _found(fields)
    if missing := fields.keys() - found.keys():
        rows = [Terms(digest=made, **fields[made]) for made in sorted(missing)]
        Terms.objects.bulk_create(rows, ignore_conflicts=True)
        found |= _found(missing)
    return found


def _found(digests: Iterable[bytes]) -> dict[bytes, Terms]:
    return {bytes(terms.digest): terms for terms in Terms.objects.filter(digest__in=list(digests))}

"""The queue of tickets: any question, any page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q

from watchkeep.kernel import search
from watchkeep.kernel.pages import Page, keyset
from watchkeep.work.tickets.models import Ticket, Watcher
from watchkeep.work.tickets.queries import paging, writing
from watchkeep.work.tickets.queries.filters import ME, MINE, NOBODY, Filters, Order, Said
from watchkeep.work.tickets.queries.hearing import heard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchkeep.kernel.actors import Actor
    from watchkeep.work.tickets.models import TicketQuerySet

_PLAIN = ("kind", "state", "service", "organisation", "priority", "severity")
_PEOPLE = ("team", "assignee", "requester")
_NUMBER = re.compile(r"[A-Za-z]{2,8}-\d{1,15}")
_ORDERS: dict[Order, tuple[str, ...]] = {
    Order.NEWEST: ("-opened_at", "-id"),
    Order.OLDEST: ("opened_at", "id"),
    Order.UPDATED: ("-updated_at", "-id"),
    Order.PRIORITY: ("priority", "-opened_at", "-id"),
    Order.COST: ("-cost_of_delay", "-opened_at", "-id"),
}


def page(actor: Actor, filters: Filters, *, cursor: str | None = None, size: int = 50) -> Page[Ticket]:
    """One page of the queue, with what a row shows. Raises Refused (field ``q``) for a question that means nothing."""
    filters = heard(actor, filters)
    rows = queue(actor, filters)
    along = asked_of(Ticket.objects.readable_by(actor), actor, filters, writing.on_each)
    reaches = paging.FEELING if filters.words or filters.said else paging.AT_ONCE
    take = paging.by_walk_or_gathering(rows, along, _roads(actor, filters), reaches)
    return keyset(rows, order=_ORDERS[filters.sorted_by], cursor=cursor, size=size, take=take)


def queue(actor: Actor, filters: Filters) -> TicketQuerySet:
    """The tickets that the question asks for and the actor may see, in no order yet."""
    return asked_of(Ticket.objects.visible_to(actor), actor, heard(actor, filters), writing.found)


def asked_of(tickets: TicketQuerySet, actor: Actor, filters: Filters, say: writing.Say) -> TicketQuerySet:
    """Those of the tickets that answer the question; ``say`` is how words are looked for."""
    found = tickets.filter(_asked(actor, filters))
    if filters.watched is not None:
        watched = Q(pk__in=Watcher.objects.filter(person=actor.person).values("ticket"))
        found = found.filter(watched if filters.watched else ~watched)
    if filters.among is not None:
        found = found.filter(pk__in=filters.among)
    if filters.words or filters.said:
        found = found.filter(_written(actor, filters, say))
    return found


def _asked(actor: Actor, filters: Filters) -> Q:
    asked = Q(*filters.also)
    if (is_open := filters.is_about_open) is not None:
        asked &= Q(is_open=is_open)
    for name in _PLAIN:
        if values := getattr(filters, name):
            asked &= Q(**{f"{name}__in": values})
    for name in _PEOPLE:
        if values := getattr(filters, name):
            asked &= _whose(actor, name, values)
    if filters.tag:
        asked &= Q(tags__contains=list(filters.tag))
    if filters.drill is not None:
        asked &= Q(is_drill=filters.drill)
    if filters.opened_since:
        asked &= Q(opened_at__gte=filters.opened_since)
    return asked


def _roads(actor: Actor, filters: Filters) -> list[Q]:
    """The filters whose index, in the order of the page, may be walked: the narrowest first, then a broad one.

    All of history is no second road: what fits among its newest thousands stood among the newest of the first as well.
    """
    since = _stretch(filters) if filters.sorted_by in {Order.NEWEST, Order.OLDEST} else Q()
    broad = Q() if filters.is_about_open is None else Q(is_open=filters.is_about_open)
    if filters.is_about_open:
        return [since & broad]
    if len(filters.state) == 1:
        broad = Q(state=filters.state[0])
    for name in ("assignee", "requester", "team", "organisation", "service", "severity", "priority", "kind"):
        values = getattr(filters, name)
        if len(values) == 1 and (values[0] != MINE or len(actor.teams) == 1):
            own = _whose(actor, name, values) if name in _PEOPLE else Q(**{name: values[0]})
            return [since & own, *([since & broad] if broad else [])]
    if filters.drill:
        return [since & Q(is_drill=True), *([since & broad] if broad else [])]
    return [since & broad]


def _stretch(filters: Filters) -> Q:
    """Between which moments all that fits was opened: nothing is changed or closed before it is opened."""
    stretch = Q(opened_at__gte=filters.opened_since) if filters.opened_since else Q()
    for asked in filters.also:
        if asked.negated or (asked.connector != Q.AND and len(asked.children) > 1):
            continue
        for condition in asked.children:
            name, value = condition if isinstance(condition, tuple) else ("", None)
            column, _, lookup = name.partition("__")
            if column == "opened_at" or (column in {"updated_at", "closed_at"} and lookup in {"lt", "lte"}):
                stretch &= Q(**{f"opened_at__{lookup}": value})
    return stretch


def _whose(actor: Actor, name: str, values: Sequence[int | str]) -> Q:
    ids = [value for value in values if isinstance(value, int)]
    if ME in values:
        ids += [actor.person] if actor.person else []
    if MINE in values:
        ids += sorted(actor.teams)
    asked = Q(**{f"{name}__in": ids})
    return asked | Q(**{f"{name}__isnull": True}) if NOBODY in values else asked


def _written(actor: Actor, filters: Filters, say: writing.Say) -> Q:
    """With all these words, or with this number."""
    said, number = filters.said, Q()
    if _NUMBER.fullmatch(filters.words):
        number = Q(number=filters.words.upper())
    elif terms := search.each(filters.words):
        said = (*said, Said(terms))
    elif filters.words:
        return Q(pk__in=())
    return number & say(actor, said) if said else number

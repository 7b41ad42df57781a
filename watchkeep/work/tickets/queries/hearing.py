"""What a typed question means to this reader: names become records, ``me`` becomes them, and ages become moments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import search
from watchkeep.work.tickets.models import DONE, Kind, State, Watcher
from watchkeep.work.tickets.queries.filters import ME, MINE, NOBODY, Filters, Group, Said
from watchkeep.work.tickets.queries.operators import Part, parts, refused
from watchkeep.work.tickets.queries.ranges import moments, numbers

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

Ids = tuple[int | str, ...]
_ALIKE = 20
"""How many records a part of a name may mean."""
_FOLDS = {"kind", "service", "assignee", "team", "requester", "organisation", "state"}
"""Operators that ask what a filter asks, too: as a filter they have the way through its index."""


def heard(actor: Actor, filters: Filters) -> Filters:
    """The same question with ``q`` understood. Raises Refused (field ``q``) for what means nothing.

    Each name that it holds costs one look-up.
    """
    if not filters.q:
        return filters
    understood = replace(filters, q="")
    words: list[str] = []
    for part in parts(filters.q):
        if part.name:
            understood = _with(actor, understood, part)
        elif part.is_not or part.is_phrase:
            understood = replace(understood, said=(*understood.said, *_said(part)))
        else:
            words += part.values
    return replace(understood, words=" ".join([understood.words, *words]).strip())


def _with(actor: Actor, filters: Filters, part: Part) -> Filters:
    """One operator: as a filter where the filter is still free, else as one condition more."""
    if part.name in ("state", "is", "closed"):
        filters = _regrouped(filters, part)
    values = _MEANT[part.name](actor, part) if part.name in _MEANT else ()
    if part.name in _FOLDS and not part.is_not and values and not getattr(filters, part.name):
        own: dict[str, Any] = {part.name: tuple(values)}
        return replace(filters, **own)
    asked = _records(actor, part.name, values) if part.name in _MEANT else _ASKED[part.name](actor, part)
    return _also(filters, asked, is_not=part.is_not)


def _also(filters: Filters, asked: Q | None, *, is_not: bool) -> Filters:
    if asked is None:
        return filters
    return replace(filters, also=(*filters.also, ~asked if is_not else asked))


def _regrouped(filters: Filters, part: Part) -> Filters:
    """Who asks for a state asks among all tickets, not only the open ones that are shown unasked."""
    said = set(part.values)
    if part.name == "is" and not said & {"open", "ended"}:
        return filters
    if part.is_not:
        return replace(filters, group=Group.ALL)
    if part.name == "closed" or said == {"ended"}:
        return replace(filters, group=Group.ENDED)
    return replace(filters, group=Group.OPEN if said == {"open"} else Group.ALL)


def _records(actor: Actor, name: str, values: Ids) -> Q | None:
    """The condition that a filter of this name would be."""
    if not values:
        return None
    ids = [value for value in values if value not in (ME, MINE, NOBODY)]
    if ME in values:
        ids += [actor.person or 0]
    if MINE in values:
        ids += sorted(actor.teams)
    asked = Q(**{f"{name}__in": ids})
    return asked | Q(**{f"{name}__isnull": True}) if NOBODY in values else asked


def _said(part: Part) -> tuple[Said, ...]:
    phrase = search.phrase(part.values[0]) if part.is_phrase else None
    terms = (phrase,) if phrase else () if part.is_phrase else search.each(part.values[0])
    return (Said(terms, part.is_not),) if terms else ()


def _kinds(_actor: Actor, part: Part) -> Ids:
    return tuple(_choice(part.name, value, Kind.values) for value in part.values)


def _states(_actor: Actor, part: Part) -> Ids:
    found: list[str] = []
    for value in part.values:
        if value.lower() in ("open", "ended"):
            is_open = value.lower() == "open"
            found += [] if len(part.values) == 1 and not part.is_not else _half(is_open=is_open)
        else:
            found.append(_choice(part.name, value, ("open", "ended", *State.values)))
    asks_nothing = not part.is_not and set(found) == set(State.values)
    return () if asks_nothing else tuple(found)


def _half(*, is_open: bool) -> list[str]:
    return [state for state in State.values if (state not in DONE) is is_open]


def _services(actor: Actor, part: Part) -> Ids:
    return _named(part, Service.objects.visible_to(actor), "name", "slug")


def _teams(actor: Actor, part: Part) -> Ids:
    return _named(part, Team.objects.visible_to(actor), "name", "slug", own=(MINE, NOBODY))


def _organisations(actor: Actor, part: Part) -> Ids:
    return _named(part, Organisation.objects.visible_to(actor), "name")


def _people(actor: Actor, part: Part) -> Ids:
    return _named(part, Person.objects.visible_to(actor), "name", "email", own=(ME, NOBODY))


def _named(part: Part, rows: QuerySet[Any], *fields: str, own: Sequence[str] = ()) -> Ids:
    """The ids of what is called so: exactly, or by a part of the name. Refused when nothing is."""
    found: list[int | str] = []
    for value in part.values:
        if value.lower() in own:
            found.append(value.lower())
            continue
        exact, alike = Q(), Q()
        for field in fields:
            exact |= Q(**{f"{field}__iexact": value})
            alike |= Q(**{f"{field}__icontains" if field == "name" else f"{field}__istartswith": value})
        named = rows.filter(exact | alike).order_by("pk").values_list("pk", *fields)[:_ALIKE]
        matches = [pk for pk, *names in named if value.lower() in {name.lower() for name in names}]
        matches = matches or [pk for pk, *_names in named]
        if not matches:
            raise refused(_("No %(what)s is called “%(value)s”.") % {"what": part.name, "value": value[:60]})
        found += matches
    return tuple(found)


def _is(actor: Actor, part: Part) -> Q | None:
    asked: Mapping[str, Callable[[], Q | None]] = {
        "open": lambda: Q(is_open=True),
        "ended": lambda: Q(is_open=False),
        "unassigned": lambda: Q(assignee__isnull=True),
        "mine": lambda: Q(assignee=actor.person or 0),
        "watched": lambda: Q(pk__in=Watcher.objects.filter(person=actor.person).values("ticket")),
        "major": lambda: Q(severity__lte=2),
        "drill": lambda: Q(is_drill=True),
    }
    either = Q()
    for value in part.values:
        either |= asked[_choice(part.name, value, asked)]() or Q()
    return either


def _tags(_actor: Actor, part: Part) -> Q:
    return Q(tags__overlap=[value.lower().removeprefix("#") for value in part.values])


def _choice(name: str, value: str, known: Iterable[str]) -> str:
    plain = value.lower().replace(" ", "_").replace("-", "_")
    if plain not in known:
        says = _("“%(value)s” is no value for %(name)s: use %(known)s.")
        raise refused(says % {"value": value[:60], "name": name, "known": ", ".join(known)})
    return plain


_MEANT: Mapping[str, Callable[[Actor, Part], Ids]] = {
    "kind": _kinds,
    "state": _states,
    "service": _services,
    "team": _teams,
    "assignee": _people,
    "requester": _people,
    "organisation": _organisations,
}
"""Operators whose values are records or choices."""
_ASKED: Mapping[str, Callable[[Actor, Part], Q | None]] = {
    "is": _is,
    "tag": _tags,
    "priority": lambda _actor, part: numbers("priority", part, prefix="p"),
    "severity": lambda _actor, part: numbers("severity", part, prefix="sev"),
    "cost": lambda _actor, part: numbers("cost_of_delay", part),
    "opened": lambda _actor, part: moments("opened_at", part),
    "updated": lambda _actor, part: moments("updated_at", part),
    "closed": lambda _actor, part: moments("closed_at", part),
}

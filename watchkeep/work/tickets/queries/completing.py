"""What may come next in a question that is being typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Organisation, Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.work.tickets.models import Kind, State
from watchkeep.work.tickets.permissions import P
from watchkeep.work.tickets.queries.operators import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from watchkeep.kernel.actors import Actor

MOST = 8


@dataclass(frozen=True)
class Completion:
    """A piece that can stand where the last one is being typed, and what it means."""

    text: str
    words: str


def complete(actor: Actor, typed: str) -> list[Completion]:
    """Operators that begin as the last piece does, or values of its operator. At most one query."""
    last = typed[-100:].rpartition(" ")[2]
    minus, last = ("-", last[1:]) if last.startswith("-") else ("", last)
    name, colon, value = last.partition(":")
    if not colon:
        fits = [one for one in OPERATORS.values() if name and one.name.startswith(name.lower())]
        return [Completion(f"{minus}{one.name}:", str(one.words)) for one in fits][:MOST]
    if name.lower() not in OPERATORS:
        return []
    done, comma, begun = value.rpartition(",")
    before = f"{minus}{name.lower()}:{done}{comma}"
    return [Completion(f"{before}{text}", words) for text, words in _values(actor, name.lower(), begun.strip('"'))][
        :MOST
    ]


def _values(actor: Actor, name: str, begun: str) -> Iterable[tuple[str, str]]:
    if name in _CHOICES:
        return [(key, str(words)) for key, words in _CHOICES[name] if key.startswith(begun.lower())]
    own = [(key, words) for key, words in _OWN.get(name, ()) if key.startswith(begun.lower())]
    if name == "service":
        return _rows(Service.objects.visible_to(actor).active(), begun, "slug")
    if name == "team":
        return [*own, *_rows(Team.objects.visible_to(actor), begun, "slug")]
    if name == "organisation":
        return _rows(Organisation.objects.visible_to(actor), begun, "name")
    if name in ("assignee", "requester"):
        seen = Person.objects.visible_to(actor).active()
        if name == "assignee":
            seen = seen.filter(pk__in=people.with_permission(P.NOTE).values("pk"))
        return [*own, *_rows(seen, begun, "email")]
    return [(OPERATORS[name].example.partition(":")[2], str(OPERATORS[name].words))] if not begun else []


def _rows(rows: QuerySet[Any], begun: str, key: str) -> list[tuple[str, str]]:
    found = rows.filter(name__icontains=begun).order_by("name").values_list(key, "name")[:MOST]
    return [(f'"{text}"' if " " in text else text, name) for text, name in found]


_CHOICES: dict[str, list[tuple[str, Any]]] = {
    "kind": [(kind.value, kind.label) for kind in Kind],
    "state": [("open", ""), ("ended", ""), *((state.value, state.label) for state in State)],
    "is": [(value, "") for value in ("open", "ended", "unassigned", "mine", "watched", "major", "drill")],
}
_OWN = {"assignee": (("me", ""), ("nobody", "")), "requester": (("me", ""),), "team": (("mine", ""), ("nobody", ""))}

"""What the queue is asked, as an address says it: filters in words, chips to take off, built-in and saved views."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console.queue.forms import SomebodyForm
from watchkeep.doors.console.queue.places import TICKETS, Place, place_of, seen_by
from watchkeep.doors.ui import signs
from watchkeep.doors.ui.signs import Words
from watchkeep.duty.sla.models import Clock
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.work.desk.life import KINDS
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Kind, SavedView, State
from watchkeep.work.tickets.permissions import P
from watchkeep.work.tickets.queries import Filters

Choice = tuple[str, Words]
SLA: tuple[Choice, ...] = (("risk", gettext_lazy("At risk")), ("breached", gettext_lazy("Breached")))


@dataclass(frozen=True)
class Asked:
    """A question to the queue: the filters of the tickets, and those that only a higher storey knows."""

    filters: Filters
    sla: str = ""

    @classmethod
    def read(cls, address: QueryDict | Mapping[str, list[str]], place: Place = TICKETS) -> "Asked":
        """From an address or a saved view. Raises Refused (with the field) for a value that is none."""
        given = dict(address.lists()) if isinstance(address, QueryDict) else dict(address)
        if place.kind:
            given["kind"] = [place.kind]
        wanted = (given.pop("sla", None) or [""])[-1]
        given["tag"] = [tag for words in given.get("tag", ()) for tag in words.split()]
        return cls(Filters.read(given), wanted if wanted in dict(SLA) else "")

    @property
    def place(self) -> Place:
        """Where it is asked."""
        return place_of(self.filters.kind)

    def question(self, actor: Actor) -> Filters:
        """What the tickets are asked: only kinds that the reader may see, and what was typed understood."""
        seen = seen_by(actor)
        kinds = tuple(kind for kind in self.filters.kind or seen if kind in seen)
        is_every = not self.filters.kind and len(kinds) == len(Kind)
        heard = tickets.heard(actor, replace(self.filters, kind=() if is_every else kinds or ("none",)))
        return heard.narrowed(_late(self.sla)) if self.sla else heard

    def as_query(self) -> dict[str, list[str]]:
        """The same question for an address or a saved view."""
        return self.filters.as_query() | ({"sla": [self.sla]} if self.sla else {})

    def as_address(self) -> str:
        """The same question behind the address of the queue."""
        return f"{self.place.path}?{self.query_string}" if self.query_string else self.place.path

    def of(self, person: Person) -> "Asked":
        """The same question, of this person's tickets as well."""
        assignee = tuple(dict.fromkeys((*self.filters.assignee, person.pk)))
        return replace(self, filters=replace(self.filters, assignee=assignee))

    @property
    def query_string(self) -> str:
        """The same question behind its place's address."""
        asked = self.as_query()
        if self.place.kind:
            del asked["kind"]
        return urlencode(asked, doseq=True)

    @property
    def among(self) -> str:
        """The same question for an address of all kinds."""
        return urlencode(self.as_query(), doseq=True)

    @property
    def save_address(self) -> str:
        """Where it can be kept under a name."""
        return f"{self.place.path}/views/new?{self.query_string}"


@dataclass(frozen=True)
class View:
    """A question with a name, and how many tickets answer it."""

    name: Words
    asked: Asked
    saved: SavedView | None = None
    count: tuple[int, bool] = (0, False)
    is_current: bool = False


@dataclass(frozen=True)
class Filter:
    """One filter of the bar: what can be chosen, what is."""

    name: str
    label: Words
    choices: Sequence[Choice]
    chosen: list[str]
    is_single: bool = False
    picker: BoundField | None = None
    """Where somebody who does not stand among the choices is typed."""

    @property
    def words(self) -> str:
        """What is chosen, in words: up to two, then how many."""
        named = [str(words) for value, words in self.choices if value in self.chosen]
        return ", ".join(named) if len(named) <= 2 else _("%(n)s chosen") % {"n": len(named)}


BUILT_IN: tuple[tuple[Words, dict[str, list[str]]], ...] = (
    (gettext_lazy("Open"), {}),
    (gettext_lazy("Mine"), {"assignee": ["me"]}),
    (gettext_lazy("My teams"), {"team": ["mine"]}),
    (gettext_lazy("Unassigned"), {"assignee": ["nobody"]}),
)
MAJOR: tuple[Words, dict[str, list[str]]] = (gettext_lazy("Major"), {"severity": ["1", "2"]})


def views(actor: Actor, asked: Asked) -> list[View]:
    """The built-in and the saved views with their counts, all counted in one query; for customers only what is open."""
    built_in = BUILT_IN if actor.may(P.ASSIGN) else BUILT_IN[:1]
    if asked.place.kind == Kind.INCIDENT and actor.may(P.ASSIGN):
        built_in = (*built_in, MAJOR)
    found = [View(name, Asked.read(query, asked.place)) for name, query in built_in]
    found += [View(one.name, Asked.read(one.filters), one) for one in _saved(actor, asked.place)]
    counts = tickets.counts(actor, [view.asked.question(actor) for view in found])
    return [
        replace(view, count=count, is_current=view.asked == asked) for view, count in zip(found, counts, strict=True)
    ]


def _saved(actor: Actor, place: Place) -> list[SavedView]:
    """The saved views that belong here: all of them where all kinds are, else those of the one kind."""
    saved = [view for view in SavedView.objects.visible_to(actor) if _is_sound(view, actor)]
    return [view for view in saved if not place.kind or view.filters.get("kind") == [place.kind]]


def filters(actor: Actor, asked: Asked, somebody: SomebodyForm) -> list[Filter]:
    """The bar of filters. Whoever has a ticket is typed: a list of everybody would be longer than the page."""
    now = asked.as_query()
    staff = actor.may(P.ASSIGN)
    me = [("me", _("Me")), ("nobody", _("Nobody"))]
    kinds = [(kind.value, kind.label) for kind in Kind if kind.value in seen_by(actor)]
    bar = [] if asked.place.kind or len(kinds) < 2 else [Filter("kind", _("Kind"), kinds, now.get("kind", []))]
    bar += [
        Filter("state", _("State"), _states(asked.place), now.get("state", [])),
        Filter(
            "severity", _("Severity"), [(str(n), s.label) for n, s in signs.SEVERITIES.items()], now.get("severity", [])
        ),
        Filter("priority", _("Priority"), _priorities(), now.get("priority", [])),
        Filter("service", _("Service"), _rows(Service.objects.visible_to(actor).active()), now.get("service", [])),
    ]
    if staff:
        teams = [("mine", _("My teams")), ("nobody", _("No team")), *_rows(Team.objects.visible_to(actor))]
        chosen = [one for one in asked.filters.assignee if isinstance(one, int)]
        workers = [*me, *_rows(Person.objects.visible_to(actor).filter(pk__in=chosen).order_by("name", "pk"))]
        bar += [
            Filter("team", _("Team"), teams, now.get("team", [])),
            Filter("assignee", _("Assignee"), workers, now.get("assignee", []), picker=somebody["who"]),
            Filter("sla", _("SLA"), list(SLA), now.get("sla", []), is_single=True),
        ]
    return [*bar, Filter("since", _("Opened"), _sinces(), now.get("since", []), is_single=True)]


def more(asked: Asked) -> list[Filter]:
    """Rarer filters, behind one button."""
    now = asked.as_query()
    yes_no = [("yes", _("Only")), ("no", _("Without"))]
    return [
        Filter("watched", _("Watched by me"), yes_no[:1], now.get("watched", []), is_single=True),
        Filter("drill", _("Drills"), yes_no, now.get("drill", []), is_single=True),
    ]


def _late(which: str) -> QuerySet[Any]:
    rows = Clock.objects.filter(breached_at__isnull=which != "breached")
    if which == "risk":
        rows = rows.alive().filter(warned_at__isnull=False)
    return rows.values("ticket_id")


def _states(place: Place) -> list[Choice]:
    """The states that a ticket of the place's kind, or of any kind, can be in."""
    kinds = [KINDS[place.kind]] if place.kind else KINDS.values()
    known = {state for kind in kinds for step in kind.steps.values() for state in (*step.start, step.end)}
    return [(state.value, state.label) for state in State if state in known]


def _priorities() -> list[Choice]:
    return [(str(level), f"P{level} {sign.label}") for level, sign in signs.PRIORITIES.items()]


def _sinces() -> list[Choice]:
    return [
        ("24h", _("Last 24 hours")),
        ("7d", _("Last 7 days")),
        ("30d", _("Last 30 days")),
        ("90d", _("Last 90 days")),
    ]


def _rows(rows: QuerySet[Any]) -> list[Choice]:
    return [(str(key), name) for key, name in rows.values_list("pk", "name")]


def _is_sound(view: SavedView, actor: Actor) -> bool:
    """A view may have outlived what it asks for."""
    try:
        Asked.read(view.filters).question(actor)
    except Refused:
        return False
    return True

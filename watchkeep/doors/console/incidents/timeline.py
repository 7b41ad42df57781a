"""The timeline as it is drawn: facts told in sentences, every name looked up in a handful of queries."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from watchkeep.doors.console import features, rooms
from watchkeep.doors.console.incidents.story import PINNED, UNTOLD, Line
from watchkeep.doors.ui import formats
from watchkeep.duty.connections import queries as actions
from watchkeep.estate.people.models import Person, Team
from watchkeep.insight.detection.models import Integration
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets import queries
from watchkeep.work.tickets.life import PINNING
from watchkeep.work.tickets.models import Relation, Ticket
from watchkeep.work.tickets.queries import Entry

HOUSE = "Watchkeep"
_FIELD = re.compile(r"{(\w+)}")
Names = Mapping[str, Mapping[int, Any]]

_NAMED: Mapping[str, type[Model]] = {
    **dict.fromkeys(("person", "was_person", "people"), Person),
    **dict.fromkeys(("team", "was_team"), Team),
    **dict.fromkeys(("into", "out_of", "parent", "past", "other"), Ticket),
}


@dataclass(frozen=True)
class Told:
    """One entry, ready to be drawn."""

    entry: Entry
    line: Line
    by: str
    sentence: SafeString
    is_elsewhere: bool

    @property
    def may_be_pinned(self) -> bool:
        """Whether it is an entry of this ticket's own, and part of its story."""
        return not self.is_elsewhere and self.entry.fact.kind not in PINNING

    @property
    def is_speech(self) -> bool:
        """Whether somebody says something, rather than something happening."""
        return self.entry.comment is not None

    @property
    def speech(self) -> str:
        """How what is said differs: a note is for us, an update for those who wait, a reply for the requester."""
        comment = self.entry.comment
        if comment is None:
            return ""
        if not comment.is_public:
            return "note"
        return "update" if comment.is_update else "reply"


def tell(tickets: Sequence[Ticket], actor: Actor, part: str = "") -> list[Told]:
    """The story of a ticket and of what was merged into it, in order; only one part of it when ``part`` names one."""
    entries = queries.timeline(tickets, actor)
    entries = [entry for entry in entries if _line(entry) is not UNTOLD and (not part or _is_of(entry, part))]
    names = _names(entries)
    return [*_news(_told(entry, names, home=tickets[0].pk) for entry in entries)]


def _news(told: Iterable[Told]) -> Iterator[Told]:
    """Leave out what only says again what was said; what somebody pinned stays."""
    last: dict[tuple[int, str], str] = {}
    for one in told:
        kind = one.entry.ticket.pk, one.entry.fact.kind
        if not one.line.is_news_only or one.entry.is_pinned or last.get(kind) != one.sentence:
            yield one
        last[kind] = one.sentence


def _told(entry: Entry, names: Names, home: int) -> Told:
    line = _line(entry)
    return Told(
        entry=entry,
        line=line,
        by=(by := _who(entry, names)),
        sentence=_sentence(line, entry.fact.data, names, by),
        is_elsewhere=entry.ticket.pk != home,
    )


@cache
def _lines() -> Mapping[str, Line]:
    """How every feature tells its facts."""
    return {kind: line for module in features.modules("story") for kind, line in module.LINES.items()}


def _line(entry: Entry) -> Line:
    kind = entry.fact.kind
    return _lines().get(kind) or Line("details", "info", "{by}: " + kind.replace(".", " ").replace("_", " "))


def _is_of(entry: Entry, part: str) -> bool:
    return entry.is_pinned if part == PINNED else _line(entry).part == part


def _sentence(line: Line, data: Mapping[str, Any], names: Names, by: str) -> SafeString:
    """Fill the sentence; whatever the fact does not hold is left out."""
    shown = dict.fromkeys(_FIELD.findall(str(line.words)), "")
    shown |= {name: _shown(name, value, names) for name, value in data.items()}
    if line.labels and "fields" in data:
        shown["fields"] = ", ".join(f"“{line.labels.get(one, one.replace('_', ' '))}”" for one in data["fields"])
    return format_html(str(line.words), **{**shown, "by": format_html("<b>{}</b>", by)})


def _shown(name: str, value: Any, names: Names) -> Any:
    """A value in words: names for ids, moments for times, lengths for seconds."""
    if value is None or value == []:
        return ""
    if _is_named(name, value):
        rows = names.get(_NAMED[name].__name__, {})
        return format_html_join(", ", "{}", ((_named(rows.get(one)),) for one in _several(value)))
    if name.endswith("_at") and isinstance(value, str) and (at := parse_datetime(value)):
        return formats.moment(at)
    if "seconds" in name:
        return formats.duration(float(value))
    if name == "agreed":
        return _("yes") if value else _("no")
    return _plain(name, value)


def _plain(name: str, value: Any) -> Any:
    if name == "relation" and value in Relation.values:
        return Relation(value).label
    if isinstance(value, list):
        return ", ".join(str(one).replace("_", " ") for one in value)
    if name == "action":
        return actions.label_of(str(value))
    if name == "through" and value:
        return _("for %(name)s") % {"name": value}
    if name == "measure":
        return format_html("<b>{}</b>", str(value).capitalize())
    return str(value).replace("_", " ") if name in {"why", "outcome"} else value


def _named(row: Any) -> SafeString:
    if row is None:
        return mark_safe("")
    if isinstance(row, Ticket):
        return format_html('<a href="{}">{}</a>', rooms.address(row), row.number)
    return format_html("<b>{}</b>", row)


def _names(entries: Iterable[Entry]) -> Names:
    wanted: dict[type[Model], set[int]] = {Person: set(), Team: set(), Ticket: set(), Integration: set()}
    for entry in entries:
        for name, value in entry.fact.data.items():
            if _is_named(name, value):
                wanted[_NAMED[name]].update(one for one in _several(value) if isinstance(one, int))
        kind, _, number = entry.fact.by.partition(":")
        if kind == "integration" and number.isdigit():
            wanted[Integration].add(int(number))
    return {model.__name__: model._default_manager.in_bulk(ids) for model, ids in wanted.items()}  # noqa: SLF001


def _is_named(name: str, value: Any) -> bool:
    """Whether a value is ids of records; ``people`` is either that, in a list, or how many there are."""
    return name in _NAMED and (name != "people" or isinstance(value, list))


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _who(entry: Entry, names: Names) -> str:
    kind, _, number = entry.fact.by.partition(":")
    if entry.person or entry.comment:
        return entry.by
    if kind == "integration" and number.isdigit():
        return str(names["Integration"].get(int(number), kind.capitalize()))
    return HOUSE if kind == "clock" else kind.replace("_", " ").capitalize()

"""What is under way, as maps show it: a strip at the foot of a box that says so and leads there, and a list beside."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.kernel.actors import Actor
from watchkeep.work.changes import queries
from watchkeep.work.changes.queries import Going

NAMED = 20
"""So many are named when one points at a strip; it leads to all."""
STRIP = 24
"""How high a strip is: no lower than what a finger can hit."""


@dataclass(frozen=True)
class Mark:
    """What stands at the foot of a box."""

    words: str
    title: str
    icon: str
    address: str


@dataclass(frozen=True)
class Line:
    """One thing that is under way, and where."""

    going: Going
    places: list[str]


@dataclass(frozen=True)
class Lines:
    """All that is under way, as a list; ``is_cut``: there is more than is shown."""

    lines: list[Line]
    is_cut: bool


@dataclass(frozen=True)
class Marks:
    """The marks of services and of items, and all of it as a list."""

    services: Mapping[int, list[Going]] = field(default_factory=dict)
    items: Mapping[int, list[Going]] = field(default_factory=dict)
    is_cut: bool = False

    def of_service(self, pk: int) -> Mark | None:
        """What goes on there, if anything does."""
        return _mark(self.services.get(pk, ()), is_cut=self.is_cut)

    def of_items(self, items: Iterable[int]) -> Mark | None:
        """What goes on at any of them."""
        found = {one.change.pk: one for pk in items for one in self.items.get(pk, ())}
        return _mark([*found.values()], is_cut=self.is_cut)

    def lines(self, services: Mapping[int, str], items: Mapping[int, str]) -> Lines:
        """Each change once, with the names of what it touches."""
        found: dict[int, Line] = {}
        for touched, names in ((self.services, services), (self.items, items)):
            for pk, several in touched.items():
                for one in several:
                    found.setdefault(one.change.pk, Line(one, [])).places.append(names[pk])
        return Lines(sorted(found.values(), key=lambda line: -line.going.change.pk), self.is_cut)


def on(services: Collection[int], items: Collection[int], actor: Actor) -> Marks:
    """What is under way on these, for whoever may see it."""
    found = queries.under_way(services, items, actor)
    return Marks(found.services, found.items, found.is_cut)


def _mark(several: Collection[Going], *, is_cut: bool) -> Mark | None:
    """What goes on in a place; a plus says that there may be more than was looked for."""
    if not several:
        return None
    if is_cut or len(several) > 1:
        numbers = ", ".join(one.change.number for one in islice(several, NAMED))
        words = _("%(count)s changes under way") % {"count": f"{len(several)}{'+' if is_cut else ''}"}
        return Mark(words, f"{words}: {numbers}", "change", f"{reverse('console:changes')}?group=live")
    (one,) = several
    number, title = one.change.number, one.change.ticket.title
    says = _("Goes live: %(number)s") if one.deployment else _("Under way: %(number)s")
    words = says % {"number": number}
    icon = "upload" if one.deployment else "change"
    return Mark(words, f"{words}, {title}", icon, reverse("console:change", args=[number]))

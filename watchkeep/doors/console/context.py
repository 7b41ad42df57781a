"""The frame of a page, filled for its reader."""

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import duties, features
from watchkeep.doors.ui.frame import Drawn, Entry, Frame, Group
from watchkeep.doors.ui.people import door_of
from watchkeep.kernel.actors import Actor

TITLES = {"work": "", "duty": _("On duty"), "insight": _("Learning"), "estate": _("Estate"), "house": _("House")}
ORDER = list(TITLES)
ME = (
    Entry(label=_("Profile and contact"), href="console:profile", icon="person"),
    Entry(label=_("Style of the pages"), href="ui:style", icon="eye", permission="settings.see"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Rail, duty and name for whoever has signed in; nothing for strangers, and for the portals who reads alone."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {}
    if door_of(request) == "portal":  # it has a frame of its own
        return {"actor": actor}
    return {
        "actor": actor,
        "frame": Frame(
            groups=groups(request.path, actor),
            duty=duties.at_a_glance(request),
            name=actor.name,
            email=getattr(request.user, "email", ""),
            menu=[here for entry in ME if (here := _placed(entry, actor))],
            home=_address("console:now"),
            palette=_address("console:palette"),
            search=_address("console:search"),
            logout=_address("console:logout"),
        ),
    }


def groups(path: str, actor: Actor, kind: str = "RAIL") -> list[Group]:
    """The entries that this actor may see, in groups, the present place marked."""
    seen = [here for entry in features.entries(kind) if (here := _placed(entry, actor))]
    seen.sort(key=lambda entry: ORDER.index(entry.group) if entry.group in ORDER else len(ORDER))
    current = _current(path, seen)
    return [
        Group(TITLES.get(name, name), [Drawn(entry, entry is current) for entry in members])
        for name, members in groupby(seen, key=lambda entry: entry.group)
    ]


def _current(path: str, entries: Iterable[Entry]) -> Entry | None:
    """The entry whose address is the longest beginning of this one."""
    fitting = [entry for entry in entries if path == entry.href or path.startswith(entry.href.rstrip("/") + "/")]
    return max(fitting, key=lambda entry: len(entry.href), default=None)


def _placed(entry: Entry, actor: Actor) -> Entry | None:
    """The entry with its address written out; None when the actor may not, or it is not built yet."""
    href = entry.href if entry.href.startswith("/") else _address(entry.href)
    if not href or (entry.permission and not actor.may(entry.permission)):
        return None
    return Entry(**{**vars(entry), "href": href})


@cache
def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""

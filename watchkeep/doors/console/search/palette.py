"""Pages, as palette and search find them: those of the settings, and those beside changes, by their names."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console import features
from watchkeep.doors.console.finding import Find
from watchkeep.kernel.actors import Actor

TITLE = _("Pages")
KINDS = ("BESIDE_CHANGES", "SETTINGS")
"""Those of the rail the palette knows by itself."""


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Those that the reader may open, of whose names these words are parts."""
    parts = words.casefold().split()
    seen = (one for kind in KINDS for one in features.entries(kind) if not one.permission or actor.may(one.permission))
    fitting = (one for one in seen if all(part in str(one.label).casefold() for part in parts))
    known = {one.href for one in features.entries("RAIL")}
    found = {one.href: Find(str(one.label), reverse(one.href), one.icon) for one in fitting if one.href not in known}
    return [*found.values()][:size]

"""Calls in the palette: its line about noting one down leads to the form, filled with what was typed."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.doors.console.finding import Find
from watchkeep.kernel.actors import Actor
from watchkeep.work.tickets.permissions import P

TITLE = gettext_lazy("Calls")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """A line such as ``ines: cannot log in`` can be noted down as a call."""
    name, colon, says = words.partition(":")
    if not (colon and name.strip() and says.strip() and size and actor.may(P.NOTE)):
        return []
    return [
        Find(
            str(_("Note down a call: %(words)s") % {"words": words}),
            f"{reverse('console:call')}?{urlencode({'line': words})}",
            "phone",
        )
    ]

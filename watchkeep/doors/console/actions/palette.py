"""Actions of the library, found by their names: what one can ask for by hand."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from watchkeep.doors.console.finding import Find
from watchkeep.duty.connections import queries
from watchkeep.duty.connections.permissions import P
from watchkeep.kernel.actors import Actor

TITLE = _("Actions")


def find(actor: Actor, words: str, size: int) -> list[Find]:
    """Actions whose name holds the words, for whoever may run them."""
    if not actor.may(P.RUN):
        return []
    known = [kind.about for kind in queries.library()]
    fit = [one for one in known if words.lower() in f"{one.name} {one.label}".lower()][:size]
    return [
        Find(str(one.label), reverse("console:action_ask", args=[one.name]), "bolt", str(one.changes)) for one in fit
    ]

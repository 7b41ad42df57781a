"""Two requests that are one: somebody asked twice. What two people ask for is made part of something larger instead."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.requests.events import Merged, Unmerged
from watchkeep.work.requests.life import approving, reserving
from watchkeep.work.requests.life.ending import end_early
from watchkeep.work.requests.life.steps import hold_ticket, take
from watchkeep.work.requests.models import Request, State
from watchkeep.work.requests.permissions import P
from watchkeep.work.tickets import life as tickets

BEGUN = {State.IN_PROGRESS, State.ON_HOLD}


@transaction.atomic
def merge(request: Request, *, by: Actor, into: Request) -> None:
    """It is the same as another one that is still open: end it here, read and work it there.

    Both rows are held in the order of their ids. Refused (field ``into``) for what has ended, and for somebody else's:
    they would not hear how it goes on. Nobody needs to agree here any more, and nothing stays set aside.
    """
    for row in sorted({request, into}, key=lambda one: one.pk):
        hold_ticket(row)
    if not into.is_open:
        raise Refused(_("%(number)s has ended.") % {"number": into.number}, field="into")
    if request.ticket.requester_id not in {None, into.ticket.requester_id}:
        words = _("They are for different people. Make one part of the other: both hear of it then.")
        raise Refused(words, field="into")
    was = request.state
    tickets.join(request.ticket, into=into.ticket, was=was)
    end_early(request, "merge", by=by, freed=_("Merged"))
    tell(Merged(record=request.pk, by=by, into=into.pk, was=was))


@transaction.atomic
def unmerge(request: Request, *, by: Actor) -> None:
    """It was another thing after all: it is new or worked on again, as it was before.

    What an order needs is set aside anew, and whoever must agree is asked anew. Refused when nothing is left of it.
    """
    by.need(P.WORK, _("take merged requests apart"))
    gone = tickets.part(request.ticket)
    state = State.IN_PROGRESS if gone.was in BEGUN else State.NEW
    take(request, f"unmerge_to_{state}", by=by, spine={"closed_at": None})
    tell(Unmerged(record=request.pk, by=by, out_of=gone.into_id, state=state))
    if request.edition is not None:
        reserving.reserve(request, request.edition, request.ticket.requester)
        approving.ask_anew(request, by=by, reason=_("It was merged, and is a request of its own again."))

"""A ticket that goes into another, as far as it is the same for every kind: the verbs of the kinds call this.

A merge moves nothing: the merged ticket keeps its thread and watchers and is read through the one it went into.
"""

from django.utils.translation import gettext as _

from watchkeep.kernel.errors import Refused
from watchkeep.work.tickets.models import Merge, Ticket


def join(ticket: Ticket, *, into: Ticket, was: str) -> None:
    """Note where a ticket went, inside the verb that ends it. Refused (field ``into``) for what cannot take it in."""
    if ticket.pk == into.pk:
        raise Refused(_("A ticket cannot be merged into itself."), field="into")
    if ticket.kind != into.kind:
        raise Refused(_("Only tickets of one kind can be merged. Link these instead."), field="into")
    if Merge.objects.filter(ticket=into).exists():
        raise Refused(_("%(number)s is merged into another itself.") % {"number": into.number}, field="into")
    Merge.objects.create(ticket=ticket, into=into, was=was)


def part(ticket: Ticket) -> Merge:
    """Take it out again, inside the verb that brings it back; what is answered says where it stood."""
    merge = Merge.objects.select_for_update().filter(ticket=ticket).first()
    if merge is None:
        raise Refused(_("It is not merged."), code="wrong_state")
    Merge.objects.filter(pk=merge.pk).delete()
    return merge

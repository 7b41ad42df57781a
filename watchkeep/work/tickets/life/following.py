"""Who follows a ticket, and which tickets hang together."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets.events import Linked, Unlinked, Unwatched, Watched
from watchkeep.work.tickets.models import Link, Relation, Ticket, Watcher
from watchkeep.work.tickets.permissions import P


@transaction.atomic
def watch(ticket: Ticket, *, by: Actor, person: Person) -> None:
    """Follow a ticket. To make somebody else follow it takes the right to edit it.

    Whoever asked for it may let people of their own organisation follow it, too.
    """
    is_askers = ticket.requester_id == by.person is not None and person.organisation_id == by.organisation
    if not (is_askers and by.may(P.WATCH)):
        _need_watch(by, person)
    if Watcher.objects.get_or_create(ticket=ticket, person=person)[1]:
        tell(Watched(record=ticket.pk, by=by, person=person.pk))


@transaction.atomic
def unwatch(ticket: Ticket, *, by: Actor, person: Person) -> None:
    """Follow it no longer."""
    _need_watch(by, person)
    if Watcher.objects.filter(ticket=ticket, person=person).delete()[0]:
        tell(Unwatched(record=ticket.pk, by=by, person=person.pk))


@transaction.atomic
def link(ticket: Ticket, *, by: Actor, other: Ticket, relation: str = Relation.RELATES) -> None:
    """Tie a ticket to another."""
    by.need(P.LINK, "link tickets")
    if ticket.pk == other.pk:
        raise Refused(_("A ticket cannot be linked to itself."), field="other")
    if relation not in Relation.values:
        raise Refused(_("There is no such relation."), field="relation")
    if Link.objects.get_or_create(source=ticket, target=other, relation=relation)[1]:
        tell(Linked(record=ticket.pk, by=by, other=other.pk, relation=relation))


@transaction.atomic
def unlink(ticket: Ticket, *, by: Actor, link: Link) -> None:
    """Take a tie away, from whichever side."""
    by.need(P.LINK, "link tickets")
    if link.delete()[0]:
        other = link.target_id if link.source_id == ticket.pk else link.source_id
        tell(Unlinked(record=ticket.pk, by=by, other=other, relation=link.relation))


def _need_watch(by: Actor, person: Person) -> None:
    if by.person == person.pk:
        by.need(P.WATCH, "watch tickets")
    else:
        by.need(P.EDIT, "choose who watches a ticket")

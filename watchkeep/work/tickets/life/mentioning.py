"""Mentions: a note speaks to people by name, and they may read it."""

from django.db.models import Q
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.tickets import rules
from watchkeep.work.tickets.events import Mentioned, Watched
from watchkeep.work.tickets.models import Comment, Watcher
from watchkeep.work.tickets.permissions import P


def mention(comment: Comment, *, by: Actor) -> list[Person]:
    """Tell everybody whom a note names, inside its verb; an ``@`` before something else names nobody.

    Refused (field ``body``) when a name means several people, or somebody who may not read notes.
    """
    if not (handles := rules.handles(comment.body)):
        return []
    found = _named(handles, by)
    for person in found:
        _let_see(comment, person, by)
    if found:
        tell(Mentioned(record=comment.ticket_id, by=by, comment=comment.pk, people=[one.pk for one in found]))
    return found


def _named(handles: list[str], by: Actor) -> list[Person]:
    asked = Q()
    for handle in handles:
        asked |= Q(email=handle) if "@" in handle else Q(email__startswith=f"{handle}@")
    rows = list(Person.objects.visible_to(by).active().filter(asked).order_by("pk"))
    named = []
    for handle in handles:
        fitting = [one for one in rows if one.email == handle or one.email.partition("@")[0] == handle]
        if len(fitting) > 1:
            several = ", ".join(f"@{one.email}" for one in fitting)
            raise Refused(_("“@%(name)s” could be %(several)s.") % {"name": handle, "several": several}, field="body")
        named += fitting
    return list(dict.fromkeys(named))


def _let_see(comment: Comment, person: Person, by: Actor) -> None:
    """Whoever is spoken to can read it: they follow the ticket if they could not see it otherwise."""
    actor = people.actor_for(person)
    if not actor.may(P.SEE_NOTES):
        raise Refused(_("%(name)s may not read internal notes.") % {"name": person.name}, field="body")
    if not actor.may(P.SEE) and Watcher.objects.get_or_create(ticket=comment.ticket, person=person)[1]:
        tell(Watched(record=comment.ticket_id, by=by, person=person.pk))

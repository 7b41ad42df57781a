"""Where a merged ticket goes on, and who hears through it what the desk says there.

A merge brings no right to the other ticket: whoever asked reads the desk's public words as news of their own. They are
meant for people of one organisation, the one of the ticket that lives on, so people of any other hear none of them.
"""

from collections.abc import Iterable
from itertools import chain

from django.db.models import Q

from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import told
from watchkeep.work.incidents import queries as incidents
from watchkeep.work.incidents.events import UpdatePosted
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.events import Replied
from watchkeep.work.tickets.models import Comment, Kind, Merge, Ticket, Watcher
from watchkeep.work.tickets.permissions import P


def went_into(ticket: Ticket) -> Ticket | None:
    """The ticket that this one was merged into; None when it stands for itself."""
    tied = Merge.objects.filter(ticket=ticket).values("into")
    own = Incident.objects.filter(pk=ticket.pk, merged_into__isnull=False).values("merged_into")
    return Ticket.objects.filter(pk__in=tied.union(own)).order_by("pk").first()


def joined(these: Iterable[Ticket]) -> dict[int, Ticket]:
    """The same of many, by the id of what was merged; those that stand for themselves are left out. Three queries."""
    ids = [ticket.pk for ticket in these]
    ties = dict(Merge.objects.filter(ticket__in=ids).values_list("ticket", "into"))
    own = Incident.objects.filter(pk__in=ids).values_list("pk", "merged_into")
    ties |= {pk: into for pk, into in own if into}
    found = Ticket.objects.in_bulk(ties.values()) if ties else {}
    return {pk: found[into] for pk, into in ties.items()}


def worked_in(ticket: Ticket) -> Ticket:
    """Where it is worked on: the ticket itself, or the last one that it was merged into."""
    while into := went_into(ticket):
        ticket = into
    return ticket


def heard_by_merge(ticket: Ticket) -> dict[int, Ticket]:
    """Who hears the desk's public words on this ticket because theirs was merged into it: person by person, and theirs.

    Requesters and watchers of the merged ones, each by the oldest, if they are of its organisation or may see every
    ticket. Where it has no organisation, the merged ones must all be of the same one.
    """
    merged = _merged_into(ticket)
    watching = Watcher.objects.filter(ticket__in=merged).order_by("ticket", "id").values_list("person_id", "ticket_id")
    asking = ((one.requester_id, one.pk) for one in merged if one.requester_id)
    by_person: dict[int, int] = {}
    for person, pk in sorted(chain(asking, watching), key=lambda row: row[1]):
        by_person.setdefault(person, pk)
    found = Person.objects.filter(_may_hear(ticket, merged), pk__in=by_person, is_active=True).order_by("pk")
    theirs = {one.pk: one for one in merged}
    return {pk: theirs[by_person[pk]] for pk in found.values_list("pk", flat=True)}


def unheard_by_merge(ticket: Ticket, into: Ticket) -> Person | None:
    """Whoever asked for a ticket, if they would hear nothing of what the desk says on another once it is merged."""
    if ticket.requester_id is None or ticket.requester_id == into.requester_id:
        return None
    asked = Person.objects.filter(pk=ticket.requester_id).exclude(_may_hear(into, [*_merged_into(into), ticket]))
    return asked.exclude(pk__in=Watcher.objects.filter(ticket=into).values("person")).first()


def said_by_merge(ticket: Ticket, actor: Actor) -> list[Comment]:
    """What the desk has said in public where this ticket goes on, since it went there: for whoever heard it by mail."""
    found: list[Comment] = []
    one, into = ticket, went_into(ticket)
    while into:
        if actor.person in heard_by_merge(into):
            found += _said_since(one, into)
        one, into = into, went_into(into)
    return found


def _may_hear(ticket: Ticket, merged: Iterable[Ticket]) -> Q:
    """Whom the public words on a ticket are meant for besides those who asked for it."""
    homes = {ticket.organisation_id} if ticket.organisation_id else {one.organisation_id for one in merged}
    one = homes - {None} if len(homes) == 1 else set()
    return Q(organisation__in=one) | Q(pk__in=people.with_permission(P.SEE).values("pk"))


def _merged_into(ticket: Ticket) -> list[Ticket]:
    if ticket.kind == Kind.INCIDENT:
        ids = [one.pk for one in incidents.family(Incident.objects.get(pk=ticket.pk))]
    else:
        ids = [one.pk for one in tickets.family(ticket)]
    return list(Ticket.objects.filter(pk__in=ids).select_related("service").order_by("pk")) if ids else []


def _said_since(ticket: Ticket, into: Ticket) -> list[Comment]:
    merges = told("ticket", ticket.pk).filter(kind=f"{ticket.kind}.merged").order_by("-id")
    since = merges.values_list("id", flat=True).first() or 0
    by_desk = Q(kind=Replied.kind, data__from_desk=True) | Q(kind=UpdatePosted.kind)
    facts = told("ticket", into.pk).filter(by_desk, id__gt=since)
    ids = [data["comment"] for data in facts.values_list("data", flat=True)]
    rows = Comment.objects.filter(ticket=into, pk__in=ids, is_public=True).select_related("author")
    return list(rows.prefetch_related("attachments"))

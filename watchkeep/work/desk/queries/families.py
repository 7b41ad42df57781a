"""Parts and parents, of whatever kinds: incidents keep theirs on their own rows, all others are tied by a link."""

from watchkeep.kernel.actors import Actor
from watchkeep.work.incidents.models import Incident
from watchkeep.work.tickets.models import Link, Relation, Ticket


def children_of(ticket: Ticket, actor: Actor) -> list[Ticket]:
    """The parts of a ticket that this actor may see, the oldest first."""
    tied = Link.objects.filter(target=ticket, relation=Relation.PART).values("source")
    own = Incident.objects.filter(parent=ticket.pk).values("ticket")
    rows = Ticket.objects.visible_to(actor).select_related("service", "assignee")
    return list(rows.filter(pk__in=tied.union(own)).order_by("pk"))


def parent_of(ticket: Ticket, actor: Actor) -> Ticket | None:
    """What it is part of, as far as this actor may see it."""
    tied = Link.objects.filter(source=ticket, relation=Relation.PART).values("target")
    own = Incident.objects.filter(pk=ticket.pk, parent__isnull=False).values("parent")
    return Ticket.objects.visible_to(actor).filter(pk__in=tied.union(own)).order_by("pk").first()

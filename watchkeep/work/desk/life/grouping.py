"""Tickets that belong together, of whatever kind: merged, parts of one another, or one made from what another said."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries as people
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.desk import queries
from watchkeep.work.desk.life.kinds import KINDS, act, record_of
from watchkeep.work.desk.life.opening import open_
from watchkeep.work.desk.permissions import P
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.events import Attached, Split
from watchkeep.work.tickets.models import Attachment, Comment, Link, Relation, Ticket
from watchkeep.work.tickets.permissions import P as Tickets


@transaction.atomic
def merge(ticket: Ticket, *, by: Actor, into: Ticket) -> None:
    """It is the same as another of its kind: close it here, read and work it there."""
    if ticket.kind != into.kind:
        raise Refused(_("Only tickets of one kind can be merged. Link these instead."), field="into")
    join = KINDS[ticket.kind].merge
    if join is None:
        raise Refused(_("Tickets of this kind are not merged. Link them instead."), code="wrong_kind")
    join(record_of(ticket, by), by=by, into=record_of(into, by))


@transaction.atomic
def unmerge(ticket: Ticket, *, by: Actor) -> None:
    """It was another thing after all."""
    part = KINDS[ticket.kind].unmerge
    if part is None:
        raise Refused(_("It is not merged."), code="wrong_state")
    part(record_of(ticket, by), by=by)


@transaction.atomic
def set_parent(ticket: Ticket, *, by: Actor, parent: Ticket | None) -> None:
    """Make it part of a larger ticket of any kind, or of none. Two storeys only: a parent has no parent."""
    by.need(Tickets.LINK, "make tickets part of one another")
    if parent is not None:
        _refuse_third_storey(ticket, parent, by)
    _untie(ticket, by)
    handle, is_own = KINDS[ticket.kind], parent is not None and parent.kind == ticket.kind
    if handle.parents:
        handle.parents(record_of(ticket, by), by=by, parent=record_of(parent, by) if parent and is_own else None)
    if parent is not None and not (handle.parents and is_own):
        tickets.link(ticket, by=by, other=parent, relation=Relation.PART)


@transaction.atomic
def split(ticket: Ticket, comment: Comment, *, by: Actor, kind: str, title: str) -> Ticket:
    """Make a ticket of its own of something that was said, with its files; both say where the other is."""
    by.need(P.SPLIT, "split tickets")
    author = comment.author if comment.author and not people.actor_for(comment.author).may(Tickets.NOTE) else None
    made = open_(
        kind, by=by, title=title, description=comment.body, requester=author or ticket.requester, service=ticket.service
    )
    for file in Attachment.objects.filter(comment=comment):
        _copy(file, made, by)
    tickets.link(made, by=by, other=ticket, relation=Relation.FOLLOWS)
    tell(Split(record=ticket.pk, by=by, comment=comment.pk, other=made.pk))
    return made


@transaction.atomic
def reply_to_family(ticket: Ticket, *, by: Actor, body: str) -> list[Comment]:
    """Reply here and on every open part of it, in one go."""
    family = [ticket, *(child for child in queries.children_of(ticket, by) if child.is_open)]
    return [tickets.reply(one, by=by, body=body) for one in family]


@transaction.atomic
def act_on_family(ticket: Ticket, verb: str, *, by: Actor, words: str = "") -> list[Ticket]:
    """Take a verb here and on every open part whose kind has it; all of them or none. Returns those that took it."""
    parts = [one for one in queries.children_of(ticket, by) if one.is_open and verb in KINDS[one.kind].verbs]
    for one in (done := [ticket, *parts]):
        act(one, verb, by=by, words=words)
    return done


def _untie(ticket: Ticket, by: Actor) -> None:
    ties: Iterable[Any] = Link.objects.filter(source=ticket, relation=Relation.PART).select_related("source", "target")
    for tie in ties:
        tickets.unlink(ticket, by=by, link=tie)


def _refuse_third_storey(ticket: Ticket, parent: Ticket, by: Actor) -> None:
    if ticket.pk == parent.pk:
        raise Refused(_("A ticket cannot be its own parent."), field="parent")
    if queries.parent_of(parent, by):
        raise Refused(_("%(number)s is part of another ticket itself.") % {"number": parent.number}, field="parent")
    if queries.children_of(ticket, by):
        raise Refused(_("It has parts of its own."), field="parent")


def _copy(file: Attachment, on: Ticket, by: Actor) -> None:
    """The same stored file, on another ticket, too."""
    file.pk, file.ticket, file.comment = None, on, None
    file._state.adding = True  # noqa: SLF001  # Django's own way to copy a row
    file.save()
    tell(Attached(record=on.pk, by=by, attachment=file.pk, name=file.name, is_public=file.is_public))

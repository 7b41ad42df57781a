"""Reads: who is asked, what waits for whom, and what a link opens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Membership, Person
from watchkeep.kernel import secrets
from watchkeep.work.approvals import rules
from watchkeep.work.approvals.models import AnswerLink, Approval, Ballot, StandIn
from watchkeep.work.approvals.permissions import P
from watchkeep.work.approvals.rules import Who

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from watchkeep.kernel.actors import Actor
    from watchkeep.work.approvals.rules import Approver, Stage
    from watchkeep.work.tickets.models import Ticket

PURPOSE: Final = "approval"
SIGNED_FOR_SECONDS: Final = 60 * 86400
HIGHEST = 10
"""How far up the directory one looks for a manager who may answer."""


@dataclass(frozen=True)
class Chosen:
    """Somebody who will be asked, and why it is them."""

    person: Person
    why: str


def chosen(stage: Stage, ticket: Ticket, requester: Person | None, parties: Iterable[int]) -> list[Chosen]:
    """Who is asked in a stage: nobody who gains by it, nobody who has left, each once.

    When nobody is left, those who look after approvals are asked instead.
    """
    barred, found = set(parties), dict[int, Chosen]()
    for approver in stage.approvers:
        why = approver.who.label[:120]
        for person in _people(approver, ticket, requester, barred):
            if person.is_active and not rules.is_barred(person.pk, barred):
                found.setdefault(person.pk, Chosen(person, why))
    if not found:
        why = _("Nobody else can be asked")
        for person in people.with_permission(P.MANAGE).exclude(pk__in=barred).order_by("pk"):
            found[person.pk] = Chosen(person, why)
    return list(found.values())


def inbox(actor: Actor) -> QuerySet[Ballot]:
    """What waits for this person's answer, for whoever is away included; what ends first comes first."""
    rows = Ballot.objects.visible_to(actor).open()
    return rows.select_related("approval__ticket__requester", "approval__requester", "person").order_by(
        "approval__expires_at", "id"
    )


def answered(actor: Actor) -> QuerySet[Ballot]:
    """What this person has answered, the newest first."""
    rows = Ballot.objects.filter(answered_by=actor.person) if actor.person else Ballot.objects.none()
    return rows.select_related("approval__ticket__requester", "approval__requester", "person").order_by("-id")


def approvals_of(ticket: Ticket) -> QuerySet[Approval]:
    """The approvals of a ticket with their questions, the newest first. The ticket was found through its own rule."""
    rows = Approval.objects.filter(ticket=ticket.pk)
    return rows.prefetch_related("ballots__person", "ballots__answered_by")


def latest(ticket_id: int, subject: str) -> Approval | None:
    """The last approval of a subject on a ticket."""
    return Approval.objects.filter(ticket=ticket_id, subject=subject).first()


def may_answer(ballot: Ballot, person: int | None) -> bool:
    """Whether this person may answer: asked themselves or standing in now, and gaining nothing by it."""
    parties = ballot.approval.parties
    if rules.is_barred(person, parties) or rules.is_barred(ballot.person_id, parties):
        return False
    return ballot.person_id == person or StandIn.objects.now().filter(person=ballot.person, deputy=person).exists()


def listeners(ballots: Iterable[int]) -> list[tuple[Ballot, Person]]:
    """Who hears of these questions while they are open: whoever was asked, or who stands in for them now."""
    rows = Ballot.objects.open().filter(pk__in=list(ballots), person__is_active=True)
    rows = rows.select_related("person", "approval__ticket__service", "approval__requester")
    stand_ins = StandIn.objects.now().filter(person__in=[row.person_id for row in rows], deputy__is_active=True)
    deputies: dict[int, list[Person]] = {}
    for one in stand_ins.select_related("deputy"):
        deputies.setdefault(one.person_id, []).append(one.deputy)
    return [
        (row, person)
        for row in rows
        for person in _hears(row, deputies.get(row.person_id, []))
    ]  # fmt: skip


def waits_for(person: int) -> list[int]:
    """The open questions to this person."""
    return list(Ballot.objects.open().filter(person=person).values_list("pk", flat=True))


def link_of(token: str) -> AnswerLink | None:
    """What the link in a message opens; None when it was forged, cut short or is too old."""
    key = secrets.unsign(token, PURPOSE, SIGNED_FOR_SECONDS)
    if not isinstance(key, int):
        return None
    rows = AnswerLink.objects.select_related("person", "ballot__person", "ballot__approval__ticket")
    return rows.select_related("ballot__approval__requester", "ballot__answered_by").filter(pk=key).first()


def _hears(ballot: Ballot, deputies: list[Person]) -> list[Person]:
    fit = [one for one in deputies if not rules.is_barred(one.pk, ballot.approval.parties)]
    return fit or [ballot.person]


def _people(approver: Approver, ticket: Ticket, requester: Person | None, barred: set[int]) -> list[Person]:
    if approver.who in {Who.MANAGER, Who.SECOND_MANAGER}:
        return _managers(requester, barred, second=approver.who == Who.SECOND_MANAGER)
    if approver.who == Who.PERSON:
        return list(Person.objects.filter(pk=approver.id or 0))
    team = approver.id
    if approver.who == Who.SERVICE_LEADS:
        team = ticket.service.owner_team_id if ticket.service else None
    members = Membership.objects.filter(team=team).select_related("person")
    if approver.who != Who.TEAM:
        members = members.filter(is_lead=True)
    return [member.person for member in members]


def _managers(requester: Person | None, barred: set[int], *, second: bool) -> list[Person]:
    """The first manager up the directory who is there and gains nothing by it, or the one above them."""
    person, seen, is_next = requester, {requester.pk} if requester else set(), not second
    for _step in range(HIGHEST):
        person = person.manager if person else None
        if person is None or person.pk in seen:
            return []
        seen.add(person.pk)
        if person.is_active and person.pk not in barred:
            if is_next:
                return [person]
            is_next = True
    return []

"""Reads: who is asked, what waits for whom, and what a link opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Membership, Person, Team
from watchkeep.estate.services.models import Service
from watchkeep.kernel import secrets
from watchkeep.work.approvals import rules
from watchkeep.work.approvals.models import AnswerLink, Approval, Ballot, Board, BoardMember, StandIn, State
from watchkeep.work.approvals.permissions import P
from watchkeep.work.approvals.rules import Who

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from watchkeep.kernel.actors import Actor
    from watchkeep.work.approvals.rules import Approver, Stage
    from watchkeep.work.tickets.models import Ticket

PURPOSE: Final = "approval"
SIGNED_FOR_SECONDS: Final = 60 * 86400
FOREVER_SECONDS: Final = 100 * 366 * 86400
HIGHEST = 10
"""How far up the directory one looks for a manager who may answer."""


@dataclass(frozen=True)
class Chosen:
    """Somebody who will be asked, and why it is them."""

    person: Person
    why: str


@dataclass(frozen=True)
class Standing:
    """How one stage stands, ``number`` counted from one: whom it asks and what they said.

    ``place``: done, refused, now, later, or ended, where the approval came to its end before the stage did. Of one that
    comes later ``people`` are those who would be asked if it were its turn now.
    """

    stage: Stage
    number: int
    place: str
    ballots: Sequence[Ballot]
    people: Sequence[Chosen]
    agreed: int
    needed: int
    asked: int

    @property
    def left(self) -> int:
        """How many more must agree."""
        return max(0, self.needed - self.agreed)

    @property
    def waits_for(self) -> list[Person]:
        """Whose answer is open."""
        return [ballot.person for ballot in self.ballots if ballot.is_open]


@dataclass(frozen=True)
class Course:
    """An approval with its stages in their order: what is over, what is asked now, what comes later."""

    approval: Approval
    stages: Sequence[Standing]


def chosen(stage: Stage, ticket: Ticket, requester: Person | None, parties: Iterable[int]) -> list[Chosen]:
    """Who is asked in a stage: nobody who gains by it, nobody who has left, each once.

    When nobody is left, those who look after approvals are asked instead.
    """
    barred, found = set(parties), dict[int, Chosen]()
    for approver in stage.approvers:
        why = _why(approver)[:120]
        for person in _people(approver, ticket, requester, barred):
            if person.is_active and not rules.is_barred(person.pk, barred):
                found.setdefault(person.pk, Chosen(person, why))
    if not found:
        why = _("Nobody else can be asked")
        for person in people.with_permission(P.MANAGE).exclude(pk__in=barred).order_by("pk"):
            found[person.pk] = Chosen(person, why)
    return list(found.values())


def preview(
    stages: Iterable[Stage], ticket: Ticket, requester: Person | None, parties: Iterable[int]
) -> list[tuple[Stage, list[Chosen]]]:
    """Who would be asked in each stage if it were asked now."""
    barred = list(parties)
    return [(stage, chosen(stage, ticket, requester, barred)) for stage in stages]


def successor_of(ballot: Ballot) -> Chosen | None:
    """Who answers in the place of somebody who has left: their deputy, else the next manager up, else who may manage.

    None where everybody who could is asked in this stage already, or gains by it.
    """
    approval = ballot.approval
    asked = Ballot.objects.filter(approval=approval, stage=ballot.stage).exclude(pk=ballot.pk)
    barred = {*approval.parties, *asked.values_list("person", flat=True), ballot.person_id}
    deputies = StandIn.objects.now().filter(person=ballot.person).select_related("deputy")
    manager = _managers(ballot.person, barred, second=False)
    keepers = people.with_permission(P.MANAGE).exclude(pk__in=barred).order_by("pk")[:1]
    for person in (*(one.deputy for one in deputies), *manager, *keepers):
        if person.is_active and person.pk not in barred:
            return Chosen(person, (_("In the place of %(name)s, who has left") % {"name": ballot.person.name})[:120])
    return None


def count_of_inbox(actor: Actor, most: int = 100) -> tuple[int, bool]:
    """How many wait for this person's answer, and whether it stopped counting at ``most``."""
    found = Ballot.objects.visible_to(actor).open().order_by()[: most + 1].count()
    return min(found, most), found > most


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


def courses_of(ticket: Ticket, most: int | None = None) -> list[Course]:
    """The approvals of a ticket, the newest first, each stage by stage."""
    return [course_of(approval) for approval in approvals_of(ticket).select_related("ticket", "requester")[:most]]


def course_of(approval: Approval) -> Course:
    """How its stages stand; of what came to its end those that were asked alone.

    Of what waits it is looked up who would be asked later: so many queries as its stages name sorts of people.
    """
    given = list(approval.ballots.all())
    numbers = range(len(approval.plan)) if approval.is_pending else sorted({ballot.stage for ballot in given})
    stages = [_standing(approval, number, [one for one in given if one.stage == number]) for number in numbers]
    return Course(approval, stages)


def standing_now(approval: Approval) -> Standing:
    """How the stage stands that is asked now, or was last."""
    given = [ballot for ballot in approval.ballots.all() if ballot.stage == approval.stage]
    return _standing(approval, approval.stage, given)


def asked_by(actor: Actor) -> QuerySet[Approval]:
    """What this person needs others' agreement for and still waits, what ends first on top; the questions of now."""
    rows = Approval.objects.filter(requester=actor.person, state=State.PENDING) if actor.person else None
    questions = Ballot.objects.filter(stage=F("approval__stage")).select_related("person")
    found = Approval.objects.none() if rows is None else rows
    return found.select_related("ticket").prefetch_related(Prefetch("ballots", questions)).order_by("expires_at", "id")


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


def is_old(token: str) -> bool:
    """Whether what opens nothing is a link of ours whose time is over."""
    forged = secrets.unsign(token, PURPOSE, FOREVER_SECONDS) is None
    return not forged and secrets.unsign(token, PURPOSE, SIGNED_FOR_SECONDS) is None


def _standing(approval: Approval, number: int, ballots: Sequence[Ballot]) -> Standing:
    stage, counting = approval.plan[number], [ballot for ballot in ballots if not ballot.is_void]
    answers = [ballot.answer for ballot in counting]
    people = () if ballots else chosen(stage, approval.ticket, approval.requester, approval.parties)
    asked = len(counting) or len(people)
    return Standing(
        stage, number + 1, _place(approval, number, rules.outcome(stage, answers) if answers else None), ballots,
        people, answers.count(True), stage.needed_of(asked), asked,
    )  # fmt: skip


def _place(approval: Approval, number: int, result: rules.Outcome | None) -> str:
    if result == rules.Outcome.PASSED:
        return "done"
    if result == rules.Outcome.REFUSED:
        return "refused"
    if not approval.is_pending:
        return "ended"
    return "now" if number == approval.stage else "later"


def _hears(ballot: Ballot, deputies: list[Person]) -> list[Person]:
    fit = [one for one in deputies if not rules.is_barred(one.pk, ballot.approval.parties)]
    return fit or [ballot.person]


def _why(approver: Approver) -> str:
    """Why those whom it finds are asked, with the name of the board or the team that is meant."""
    if approver.who == Who.BOARD:
        return Board.objects.filter(pk=approver.id or 0).values_list("name", flat=True).first() or approver.who.label
    if approver.who in {Who.TEAM, Who.LEADS}:
        name = Team.objects.filter(pk=approver.id or 0).values_list("name", flat=True).first()
        words = _("The leads of %(team)s") if approver.who == Who.LEADS else _("Everybody in %(team)s")
        return words % {"team": name} if name else approver.who.label
    return approver.who.label


def _people(approver: Approver, ticket: Ticket, requester: Person | None, barred: set[int]) -> list[Person]:
    if approver.who in {Who.MANAGER, Who.SECOND_MANAGER}:
        return _managers(requester, barred, second=approver.who == Who.SECOND_MANAGER)
    if approver.who == Who.PERSON:
        return list(Person.objects.filter(pk=approver.id or 0))
    if approver.who == Who.BOARD:
        places = BoardMember.objects.filter(board=approver.id, board__is_active=True)
        return list(Person.objects.filter(pk__in=places.values("person")).order_by("name"))
    if approver.who == Who.ITEM_OWNERS:
        return _item_owners(approver.among)
    teams = _teams(approver, ticket)
    members = Membership.objects.filter(team__in=teams).select_related("person").order_by("-is_lead", "person__name")
    if approver.who not in {Who.TEAM, Who.PEERS}:
        members = members.filter(is_lead=True)
    return [member.person for member in members]


def _teams(approver: Approver, ticket: Ticket) -> list[int]:
    """The teams whose people are meant."""
    if approver.who == Who.SERVICE_LEADS:
        services = approver.among or [pk for pk in (ticket.service_id,) if pk]
        return list(Service.objects.filter(pk__in=services).values_list("owner_team", flat=True))
    if approver.who != Who.PEERS:
        return [approver.id or 0]
    if ticket.team_id:
        return [ticket.team_id]
    return list(Membership.objects.filter(person=ticket.assignee_id or 0).values_list("team", flat=True))


def _item_owners(items: Iterable[int]) -> list[Person]:
    """The owners of these items: the person, or the leads of the team where no person is named."""
    rows = list(Item.objects.filter(pk__in=list(items)).values_list("owner_person", "owner_team"))
    teams = {team for person, team in rows if person is None and team is not None}
    leads = Membership.objects.filter(team__in=teams, is_lead=True).values("person")
    return list(Person.objects.filter(Q(pk__in=[pk for pk, _team in rows if pk]) | Q(pk__in=leads)).order_by("name"))


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

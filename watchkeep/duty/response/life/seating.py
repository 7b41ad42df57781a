"""Who is what: roles filled by the plan, taken, given on and left. A role is held by one at a time.

Every verb holds the response's row first, so that of two who take the same role one has it and the other is told.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.response import events, queries, rules
from watchkeep.duty.response.models import COMMANDER, Response, Role, Seat, Source, Tenure
from watchkeep.duty.response.models.responses import How
from watchkeep.duty.response.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import Fact, tell, tell_many
from watchkeep.work.tickets.models import Ticket


@transaction.atomic
def take(response: Response, role: Role, *, by: Actor, seen: int | None = None) -> None:
    """Be this from now on. ``seen``: whom the taker saw holding it; taking it from somebody needs ``ASSIGN``."""
    by.need(P.TAKE, _("take roles"))
    person = Person.objects.active().filter(pk=by.person or 0).first()
    if person is None:
        raise Refused(_("Only a person can take a role."))
    seat = _seat(response, role, seen)
    if seat.holder_id and seat.holder_id != person.pk and not may_give(seat, by):
        raise NotAllowed(_("%(name)s has it. Ask for a hand-over.") % {"name": seat.holder}, permission=P.ASSIGN)
    _put(seat, person, How.TOOK, by)


@transaction.atomic
def give(response: Response, role: Role, *, by: Actor, person: Person, seen: int | None = None) -> None:
    """Hand a role over, or give a free one to somebody. Holders may, the commander may, and ``ASSIGN`` may."""
    by.need(P.TAKE, _("hand roles over"))
    seat = _seat(response, role, seen)
    if not may_give(seat, by):
        raise NotAllowed(_("%(name)s may not give this role away.") % {"name": by.name}, permission=P.ASSIGN)
    if not person.is_active:
        raise Refused(_("%(name)s has left.") % {"name": person.name}, field="person")
    if not queries.who_may_have_roles().filter(pk=person.pk).exists():
        raise Refused(_("%(name)s may not have a role.") % {"name": person.name}, field="person")
    _put(seat, person, How.GIVEN, by)


@transaction.atomic
def leave(response: Response, role: Role, *, by: Actor, seen: int | None = None) -> None:
    """Give a role up without a successor."""
    by.need(P.TAKE, _("leave roles"))
    seat = _seat(response, role, seen)
    if seat.holder_id is None:
        raise Refused(_("Nobody has it."), code="wrong_state")
    if not may_give(seat, by):
        raise NotAllowed(_("%(name)s may not free this role.") % {"name": by.name}, permission=P.ASSIGN)
    was = seat.holder_id
    _end(seat)
    Seat.objects.filter(pk=seat.pk).update(holder=None, since=None)
    tell(events.RoleLeft(record=response.pk, by=by, role=role.slug, name=role.name, was_person=was))


def may_give(seat: Seat, by: Actor) -> bool:
    """Whether this actor may decide who has a role: its holder, the commander, whoever may assign."""
    if by.may(P.ASSIGN) or by.person is None:
        return by.may(P.ASSIGN)
    leads = Seat.objects.filter(response=seat.response_id, role__slug=COMMANDER, holder=by.person)
    return seat.holder_id == by.person or leads.exists()


def fill(response: Response, ticket: Ticket) -> None:
    """See that every wanted role has a seat, and that whoever should sit there does or is asked to."""
    wanted = {one.role: one for one in response.demands.wanted}
    seats = {seat.role.slug: seat for seat in response.seats.select_related("role")}
    for seat in seats.values():
        if seat.is_demanded != (seat.role.slug in wanted):
            Seat.objects.filter(pk=seat.pk).update(is_demanded=not seat.is_demanded)
    if missing := wanted.keys() - seats.keys():
        roles = Role.objects.filter(slug__in=missing)
        seats |= {
            one.role.slug: one for one in Seat.objects.bulk_create(Seat(response=response, role=r) for r in roles)
        }
    free = [(seats[slug], demand) for slug, demand in wanted.items() if slug in seats and not seats[slug].holder_id]
    _ask([(seat, demand) for seat, demand in free if not _fill(seat, demand, ticket) and not seat.asked_at], ticket)


@transaction.atomic
def seat_responder(ticket: Ticket, person: int | None, *, by: Actor | str) -> None:
    """Somebody has answered: the free roles that wait for whoever does so are theirs."""
    response = Response.objects.select_for_update().filter(ticket=ticket, ended_at=None).first()
    waiting = {one.role for one in response.demands.wanted if one.source == Source.RESPONDER} if response else set()
    if not response or not waiting or not person:
        return
    for seat in response.seats.select_related("role").filter(role__slug__in=waiting, holder=None):
        _put(seat, Person.objects.get(pk=person), How.ANSWERED, by)


def free_all(response: Response) -> int:
    """Everybody leaves at once, because it is over. Returns how many roles were held."""
    held = response.seats.filter(holder__isnull=False)
    Tenure.objects.filter(seat__in=held.values("pk"), until_at=None).update(until_at=clock.now())
    return held.update(holder=None, since=None, asked_at=None)


def _fill(seat: Seat, demand: rules.RoleGiven, ticket: Ticket) -> bool:
    """One free role, by its source; False when people are to be asked. Whoever answers the page is waited for."""
    if demand.source == Source.RESPONDER:
        if ticket.assignee_id and ticket.state == "in_progress":
            _put(seat, Person.objects.get(pk=ticket.assignee_id), How.ANSWERED, CLOCK)
        return True
    person = queries.named_by(demand)
    if person:
        _put(seat, person, How.PLAN, CLOCK)
    return person is not None


def _ask(asked: Sequence[tuple[Seat, rules.RoleGiven]], ticket: Ticket) -> None:
    """Ask for all these roles at once."""
    teams = {demand.role: queries.team_asked(demand, ticket) for _seat, demand in asked}
    members = {team: [person.pk for person in queries.members_of(team)] for team in set(teams.values())}
    Seat.objects.filter(pk__in=[seat.pk for seat, demand in asked if members[teams[demand.role]]]).update(
        asked_at=clock.now()
    )
    facts: list[Fact] = []
    for _seat, demand in asked:
        said: dict[str, Any] = {
            "record": ticket.pk,
            "by": CLOCK,
            "role": demand.role,
            "name": demand.role_name,
            "where": demand.in_words,
        }
        people = members[teams[demand.role]]
        facts.append(events.RoleAsked(**said, people=people) if people else events.RoleUnfilled(**said))
    tell_many(facts)


def _seat(response: Response, role: Role, seen: int | None) -> Seat:
    """The seat of a role, held until the transaction ends; Refused when somebody else sits there than was seen."""
    locked = Response.objects.select_for_update().get(pk=response.pk)
    if locked.ended_at is not None:
        raise Refused(_("The response is over."), code="wrong_state")
    found = Seat.objects.select_related("role", "holder").filter(response=locked, role=role).first()
    seat = found or Seat.objects.create(response=locked, role=role, is_demanded=False)
    if seat.holder_id != seen:
        now = seat.holder.name if seat.holder else _("nobody")
        raise Refused(_("Somebody was first: %(name)s has it now.") % {"name": now}, code="wrong_state")
    return seat


def _put(seat: Seat, person: Person, how: str, by: Actor | str) -> None:
    if seat.holder_id == person.pk:
        return
    now, was = clock.now(), seat.holder_id
    _end(seat)
    Tenure.objects.create(seat=seat, person=person, how=how, given_by=str(by), from_at=now)
    Seat.objects.filter(pk=seat.pk).update(holder=person, since=now)
    tell(events.RoleTaken(
        record=seat.response_id, by=by, role=seat.role.slug, name=seat.role.name, person=person.pk, was_person=was,
        how=how,
    ))  # fmt: skip


def _end(seat: Seat) -> None:
    Tenure.objects.filter(seat=seat, until_at=None).update(until_at=clock.now())

"""Absence: somebody is away and names who answers for them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people import queries as people
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.approvals import events
from watchkeep.work.approvals.models import StandIn
from watchkeep.work.approvals.permissions import P

LONGEST = timedelta(days=366)


@transaction.atomic
def stand_in(*, by: Actor, person: Person, deputy: Person, from_at: datetime, until_at: datetime) -> StandIn:
    """Let a deputy answer for an absent person. For others than oneself it takes the right to manage."""
    _need(by, person.pk)
    if deputy.pk == person.pk:
        raise Refused(_("Name somebody else."), field="deputy")
    if not deputy.is_active or not people.actor_for(deputy).may(P.ANSWER):
        raise Refused(_("%(name)s cannot answer approvals.") % {"name": deputy.name}, field="deputy")
    if not from_at < until_at <= from_at + LONGEST:
        raise Refused(_("An absence ends after it begins, within a year."), field="until_at")
    if until_at <= clock.now():
        raise Refused(_("That is over already."), field="until_at")
    made = StandIn.objects.create(person=person, deputy=deputy, from_at=from_at, until_at=until_at)
    tell(events.StandInSet(record=person.pk, by=by, deputy=deputy.pk, from_at=from_at, until_at=until_at))
    return made


@transaction.atomic
def begin_stand_in(pk: int) -> None:
    """The absence begins: what waits for the absent person waits for the deputy now. Told once."""
    row = StandIn.objects.select_for_update().filter(pk=pk, told_at=None).first()
    if row:
        StandIn.objects.filter(pk=pk).update(told_at=clock.now())
        tell(events.StandInBegun(record=row.person_id, by=CLOCK, stand_in=row.pk, deputy=row.deputy_id))


@transaction.atomic
def end_stand_in(row: StandIn, *, by: Actor) -> None:
    """The absent person is back: the deputy answers no more."""
    _need(by, row.person_id)
    tell(events.StandInEnded(record=row.person_id, by=by, deputy=row.deputy_id))
    row.delete()


def _need(by: Actor, person: int) -> None:
    by.need(P.STAND_IN if by.person == person else P.MANAGE, _("say who stands in"))

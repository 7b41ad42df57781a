"""Keeping: who looks after a list, and so hears each morning what is on it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Person
from watchkeep.estate.reconciliation.events import KeeperLeft, KeeperNamed
from watchkeep.estate.reconciliation.models import Keeper, Kind
from watchkeep.estate.reconciliation.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

MOST = 20


@transaction.atomic
def keep(kind: Kind, *, by: Actor, person: Person) -> Keeper:
    """Let somebody look after a list. Whoever sees the lists may take one on; others name who says the rules.

    The same person again changes nothing.
    """
    _may(by, person)
    if not person.is_active:
        raise Refused(_("%(name)s has left.") % {"name": person.name}, field="person", code="inactive")
    if Keeper.objects.filter(kind=kind).exclude(person=person).count() >= MOST:
        raise Refused(_("At most %(most)s people look after a list.") % {"most": MOST}, field="person", code="too_many")
    keeper, is_new = Keeper.objects.get_or_create(kind=kind, person=person)
    if is_new:
        tell(KeeperNamed(record=keeper.pk, by=by, what=kind, person=person.pk))
    return keeper


@transaction.atomic
def let_go(keeper: Keeper, *, by: Actor) -> None:
    """Somebody looks after a list no longer. Whoever does may stop by themselves."""
    _may(by, keeper.person)
    pk = keeper.pk
    if not Keeper.objects.filter(pk=pk).delete()[0]:
        raise Refused(_("It is gone already."), code="wrong_state")
    tell(KeeperLeft(record=pk, by=by, what=keeper.kind, person=keeper.person_id))


def _may(by: Actor, person: Person) -> None:
    is_oneself = by.person == person.pk
    by.need(P.SEE if is_oneself else P.CONFIGURE, _("say who looks after the lists"))

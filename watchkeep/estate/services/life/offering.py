"""Offering a service: from its first description to the day it is retired."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from watchkeep.estate.people.models import Team
from watchkeep.estate.services.events import ServiceAdded, ServiceEdited, ServiceRetired, ServiceRevived
from watchkeep.estate.services.models import Service
from watchkeep.estate.services.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save


@transaction.atomic
def add_service(*, by: Actor, name: str, owner_team: Team, **values: Any) -> Service:
    """Offer a service. Its short name comes from its name; every service has a team that owns it."""
    by.need(P.MANAGE, _("add services"))
    service = Service()
    save(service, name=name, slug=slugify(name), owner_team=owner_team, **values)
    tell(ServiceAdded(record=service.pk, by=by, name=service.name))
    return service


@transaction.atomic
def edit_service(service: Service, *, by: Actor, **changes: Any) -> None:
    """Change owner, tier, value, users or hours. Its short name, and so its address, stays."""
    by.need(P.MANAGE, _("edit services"))
    if changed := save(service, **changes):
        tell(ServiceEdited(record=service.pk, by=by, changed=changed))


@transaction.atomic
def retire_service(service: Service, *, by: Actor) -> None:
    """Offer it no longer. What was known of it stays."""
    by.need(P.MANAGE, _("retire services"))
    _turn(service, on=False, otherwise=_("It has been retired already."))
    tell(ServiceRetired(record=service.pk, by=by))


@transaction.atomic
def revive_service(service: Service, *, by: Actor) -> None:
    """Offer it again."""
    by.need(P.MANAGE, _("revive services"))
    _turn(service, on=True, otherwise=_("It is offered already."))
    tell(ServiceRevived(record=service.pk, by=by))


def _turn(service: Service, *, on: bool, otherwise: str) -> None:
    if Service.objects.filter(pk=service.pk, is_active=not on).update(is_active=on) != 1:
        raise Refused(otherwise)
    service.is_active = on

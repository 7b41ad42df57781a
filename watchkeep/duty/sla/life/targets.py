"""Targets are data: whoever may configure them sets and drops them. Running clocks keep what they were promised."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.sla import events
from watchkeep.duty.sla.models import Target
from watchkeep.duty.sla.permissions import P
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.requests.models import CatalogueItem


@transaction.atomic
def set_target(  # a target has this many parts
    *,
    by: Actor,
    measure: str,
    minutes: int,
    priority: int | None = None,
    service: Service | None = None,
    item: CatalogueItem | None = None,
    in_business_hours: bool = False,
    warn_percent: int = 75,
) -> Target:
    """Promise so many minutes for this aim, replacing what was promised for the same aim before."""
    by.need(P.CONFIGURE, "set targets")
    if item and (priority or service):
        raise Refused(_("A target for an item names neither priority nor service."), field="item")
    aim = {"measure": measure, "priority": priority, "service": service, "item": item}
    before = Target.objects.select_for_update().filter(**aim).first()
    target = before or Target(**aim)
    minutes_before = before.minutes if before else None
    target.minutes, target.warn_percent, target.in_business_hours = minutes, warn_percent, in_business_hours
    _refuse_unsound(target)
    target.save()
    tell(
        events.TargetSet(
            record=target.pk,
            by=by,
            measure=measure,
            priority=priority,
            service=service.pk if service else None,
            item=item.pk if item else None,
            minutes=minutes,
            in_business_hours=in_business_hours,
            warn_percent=warn_percent,
            minutes_before=minutes_before,
        )
    )
    return target


@transaction.atomic
def change_target(target: Target, *, by: Actor, **wanted: Any) -> Target:
    """Promise something else in place of a target: another time, or another aim."""
    by.need(P.CONFIGURE, "set targets")
    service, item = wanted.get("service"), wanted.get("item")
    aim = (wanted["measure"], wanted.get("priority"), service.pk if service else None, item.pk if item else None)
    if aim != (target.measure, target.priority, target.service_id, target.item_id):
        drop_target(target, by=by)
    return set_target(by=by, **wanted)


@transaction.atomic
def drop_target(target: Target, *, by: Actor) -> None:
    """Take a target away; the next best one holds for tickets to come."""
    by.need(P.CONFIGURE, "drop targets")
    told = events.TargetDropped(
        record=target.pk,
        by=by,
        measure=target.measure,
        priority=target.priority,
        service=target.service_id,
        item=target.item_id,
    )
    target.delete()
    tell(told)


def _refuse_unsound(target: Target) -> None:
    try:
        target.clean_fields()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], field=field) from error

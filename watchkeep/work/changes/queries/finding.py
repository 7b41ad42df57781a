"""Reads: the changes that touch a service or an item."""

from collections.abc import Sequence

from watchkeep.kernel.actors import Actor
from watchkeep.work.changes.models import Change, ChangeItem, ChangeService

FEW = 6


def changes_of_service(service: int, actor: Actor, most: int = FEW) -> Sequence[Change]:
    """The newest changes that touch a service."""
    ids = ChangeService.objects.filter(service=service).order_by("-change_id").values_list("change_id", flat=True)
    return _found(list(ids[:most]), actor)


def changes_of_item(item: int, actor: Actor, most: int = FEW) -> Sequence[Change]:
    """The newest changes that touch an item."""
    ids = ChangeItem.objects.filter(item=item).order_by("-change_id").values_list("change_id", flat=True)
    return _found(list(ids[:most]), actor)


def _found(ids: list[int], actor: Actor) -> list[Change]:
    return list(Change.objects.visible_to(actor).filter(pk__in=ids).order_by("-ticket_id")) if ids else []

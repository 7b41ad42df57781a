"""Who could do what a reader may not, so that a page can say whom to ask."""

from watchkeep.estate.people import queries as people
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.permissions import Permissions

FEW = 3


def to_ask(actor: Actor, permission: Permissions) -> list[str]:
    """The names of a few people who may; none where the reader may."""
    if actor.may(permission):
        return []
    rows = people.with_permission(permission).order_by("name", "pk")
    return list(rows.values_list("name", flat=True)[:FEW])

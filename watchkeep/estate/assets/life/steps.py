"""The map of an item's life, and the one way to walk it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.life import changing
from watchkeep.estate.assets.models import GONE, Item, State
from watchkeep.estate.assets.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.lifecycle import Lifecycle, Step

KEPT = (State.IN_STOCK, State.IN_USE, State.IN_REPAIR)
AT_HAND = (State.ORDERED, State.IN_STOCK, State.IN_REPAIR)
LIFE = Lifecycle(
    Step("receive", (State.ORDERED,), State.IN_STOCK, may=P.WORK, label=_("Receive")),
    Step("put_to_use", AT_HAND, State.IN_USE, may=P.WORK, label=_("Put to use")),
    Step("take_back", (State.IN_USE, State.IN_REPAIR), State.IN_STOCK, may=P.WORK, label=_("Take back")),
    Step("send_to_repair", (State.IN_STOCK, State.IN_USE), State.IN_REPAIR, may=P.WORK, label=_("Send to repair")),
    Step("lose", KEPT, State.MISSING, may=P.WORK, label=_("Report missing")),
    Step("find", (State.MISSING,), State.IN_USE, may=P.WORK, label=_("It is found")),
    Step("retire", (State.ORDERED, *KEPT, State.MISSING), State.RETIRED, may=P.MANAGE, label=_("Retire")),
    Step("revive", (State.RETIRED,), State.IN_USE, may=P.MANAGE, label=_("Use it again")),
    Step("dispose", (State.RETIRED,), State.DISPOSED, may=P.DISPOSE, needs=("disposal",), label=_("Dispose of")),
)


def take(item: Item, verb: str, *, by: Actor, **values: Any) -> None:
    """Take a step: whoever is second waits for the first and is then refused. What changed is kept."""
    was = changing.hold(item)
    end = LIFE.steps[verb].end or item.state
    LIFE.move(item, verb, by=by, is_active=end not in GONE, **values)
    changing.keep(item, was, ("state", *values), by=by)

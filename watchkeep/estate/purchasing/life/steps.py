"""The map of an order's life."""

from django.utils.translation import gettext_lazy as _

from watchkeep.estate.purchasing.models import Order, State
from watchkeep.estate.purchasing.permissions import P
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.lifecycle import Lifecycle, Step

OPEN = (State.ORDERED, State.PARTLY)
LIFE = Lifecycle(
    Step("receive", OPEN, State.PARTLY, may=P.RECEIVE, label=_("Receive")),
    Step("complete", OPEN, State.RECEIVED, may=P.RECEIVE, label=_("Receive all")),
    Step("close", OPEN, State.CLOSED, may=P.MANAGE, needs=("reason",), label=_("Close")),
)
"""``complete`` is how ``receive`` ends with the last unit."""


def open_to(order: Order, actor: Actor) -> list[Step]:
    """The steps that this actor may take now: the buttons to draw."""
    return [step for step in LIFE.open_to(order, actor) if step.verb != "complete"]


def hold(order: Order) -> None:
    """Of two who change it at once one waits for the other, and sees what the other did."""
    Order.objects.select_for_update(no_key=True, of=("self",)).get(pk=order.pk)
    order.refresh_from_db()

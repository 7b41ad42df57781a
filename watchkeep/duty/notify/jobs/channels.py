"""One port with several ships: a channel is a function from a delivery, and where it may go, to the answer it got."""

import logging
from collections.abc import Callable

from django.db import connection

from watchkeep.duty.connections import queries as connections
from watchkeep.duty.notify.jobs import apprising, post, pushing, web
from watchkeep.duty.notify.models import Channel, Delivery
from watchkeep.duty.notify.rules.attempts import Answer
from watchkeep.kernel.outgoing import NOTHING, Allowance

log = logging.getLogger(__name__)

Ship = Callable[[Delivery, Allowance], Answer]

SHIPS: dict[str, Ship] = {
    Channel.EMAIL: post.send,
    Channel.WEBHOOK: web.send_to_person,
    Channel.APPRISE: apprising.send,
    Channel.PUSH: pushing.send,
    "endpoint": web.send_to_endpoint,
    "outsider": web.send_to_outsider,
    "visitor": web.send_to_visitor,
    "challenge": web.send_challenge,
}


def carry(channel: str, ship: Ship) -> None:
    """Let a slice above carry a channel of its own; the wiring page says which."""
    SHIPS[channel] = ship


def send(delivery: Delivery) -> Answer:
    """Hand a delivery over. Whatever goes wrong becomes an answer, so that it is logged and tried again."""
    ship = SHIPS[delivery.channel.partition(":")[0]]
    try:
        allowed = NOTHING if ship is post.send else connections.allowance()
        _let_go()
        return ship(delivery, allowed)
    except Exception as error:
        log.exception("delivery %s failed in a way that nobody foresaw", delivery.pk)
        return Answer.try_again(type(error).__name__)


def _let_go() -> None:
    """Hold no connection of the pool while we wait for somebody else's server."""
    if not connection.in_atomic_block:
        connection.close()

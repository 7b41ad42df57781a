"""One port with several ships: each channel is a function from a delivery to the answer it got."""

import logging
from collections.abc import Callable

from watchkeep.duty.notify.jobs import apprising, post, web
from watchkeep.duty.notify.models import Channel, Delivery
from watchkeep.duty.notify.rules.attempts import Answer

log = logging.getLogger(__name__)

SHIPS: dict[str, Callable[[Delivery], Answer]] = {
    Channel.EMAIL: post.send,
    Channel.WEBHOOK: web.send_to_person,
    Channel.APPRISE: apprising.send,
    "endpoint": web.send_to_endpoint,
}


def send(delivery: Delivery) -> Answer:
    """Hand a delivery over. Whatever goes wrong becomes an answer, so that it is logged and tried again."""
    ship = SHIPS[delivery.channel.partition(":")[0]]
    try:
        return ship(delivery)
    except Exception as error:
        log.exception("delivery %s failed in a way that nobody foresaw", delivery.pk)
        return Answer.try_again(type(error).__name__)

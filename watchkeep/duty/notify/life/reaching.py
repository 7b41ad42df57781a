"""The way to an address that somebody outside gave us."""

from django.utils.translation import gettext as _

from watchkeep.duty.notify.rules import destinations, hooks
from watchkeep.duty.notify.rules.ways import Way
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.outgoing import BadAddress

_CHANNELS = {"email": "email", "webhook": "outsider", "visitor": "visitor", "challenge": "challenge"}
"""How each is sent. What a visitor gave is https and never leads inside, whatever an administrator has opened."""


def way_by(channel: str, address: str) -> Way:
    """The way by e-mail or webhook to this address. Raises Refused, in words, when it is none."""
    try:
        found = destinations.read(channel, address)
    except BadAddress as error:
        raise Refused(_(str(error)), field="address") from error
    return Way(_CHANNELS[channel], found.lane, found.address, found.hint)


def new_secret() -> str:
    """A fresh secret with which a webhook of theirs will be signed."""
    return hooks.new_secret()

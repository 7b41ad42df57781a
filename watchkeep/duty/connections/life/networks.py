"""The networks on the inside that requests from here may reach."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.connections import events
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.connections.permissions import P
from watchkeep.kernel import outgoing
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.outgoing import BadAddress


@transaction.atomic
def allow_network(*, by: Actor, network: str, reason: str) -> AllowedNetwork:
    """Let outgoing requests reach a private network or host by name. Give the reason for whoever asks later."""
    by.need(P.NETWORKS, _("open networks"))
    text = network.strip().lower()
    try:
        outgoing.allowance([text])
    except BadAddress as error:
        raise Refused(str(error), field="network") from error
    if not text or not reason.strip():
        raise Refused(_("Give the network and the reason."), field="reason" if text else "network")
    row, is_new = AllowedNetwork.objects.get_or_create(network=text, defaults={"reason": reason})
    if is_new:
        tell(events.NetworkAllowed(record=row.pk, by=by, network=text, reason=reason[:200]))
    return row


@transaction.atomic
def close_network(row: AllowedNetwork, *, by: Actor) -> None:
    """Close it again."""
    by.need(P.NETWORKS, _("close networks"))
    tell(events.NetworkClosed(record=row.pk, by=by, network=row.network))
    row.delete()

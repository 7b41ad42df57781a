"""Networks that discovery may enter: opened with a reason, and shut again."""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.discovery import events
from watchkeep.estate.discovery.models import OpenNetwork
from watchkeep.estate.discovery.permissions import P
from watchkeep.estate.discovery.rules import scope
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def open_network(*, by: Actor, network: str, reason: str) -> OpenNetwork:
    """Let discovery enter a network, for a reason that somebody reads later."""
    by.need(P.NETWORKS, _("say where discovery may go"))
    found = scope.network(network)
    if found is None:
        raise Refused(_("Write a network as 10.0.0.0/8 or 2001:db8::/32."), field="network")
    if found.prefixlen == 0:
        raise Refused(_("That is the whole internet."), field="network")
    if not reason.strip():
        raise Refused(_("Give the reason."), field="reason", code="missing")
    said = reason.strip()[:200]
    row, is_new = OpenNetwork.objects.get_or_create(network=str(found), defaults={"reason": said})
    if not is_new:
        raise Refused(_("It is open already."), field="network", code="taken")
    tell(events.NetworkOpened(record=row.pk, by=by, network=row.network, reason=said))
    return row


@transaction.atomic
def shut_network(row: OpenNetwork, *, by: Actor) -> None:
    """Let discovery enter it no longer. Jobs that name it look at what is left of their targets."""
    by.need(P.NETWORKS, _("say where discovery may go"))
    pk, network = row.pk, row.network
    if not OpenNetwork.objects.filter(pk=pk).delete()[0]:
        raise Refused(_("It has been shut already."))
    tell(events.NetworkShut(record=pk, by=by, network=network))

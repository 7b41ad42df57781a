"""Programs that hear facts."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.notify import events, queries
from watchkeep.duty.notify.life.deliveries import endpoints_changed, send_to_endpoints
from watchkeep.duty.notify.models import WebhookEndpoint
from watchkeep.duty.notify.permissions import P
from watchkeep.duty.notify.rules import destinations, hooks
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.outgoing import BadAddress


@transaction.atomic
def add_endpoint(*, by: Actor, name: str, url: str, kinds: Iterable[str]) -> WebhookEndpoint:
    """Let a program hear these kinds of facts. Its signing secret is made here and shown to the administrator."""
    by.need(P.CONFIGURE, _("add webhooks"))
    _refuse_namesake(name)
    place = _destination(url)
    endpoint = WebhookEndpoint.objects.create(
        name=name,
        url=place.address,
        hint=place.hint,
        lane=place.lane,
        secret=hooks.new_secret(),
        kinds=_known(kinds),
    )
    tell(events.EndpointAdded(record=endpoint.pk, by=by, name=name, kinds=endpoint.kinds))
    endpoints_changed()
    return endpoint


@transaction.atomic
def change_endpoint(endpoint: WebhookEndpoint, *, by: Actor, name: str, url: str, kinds: Iterable[str]) -> None:
    """Change name, address or interest. What waits already goes where it was meant to go."""
    by.need(P.CONFIGURE, _("change webhooks"))
    _refuse_namesake(name, but=endpoint.pk)
    place = _destination(url)
    new = {"name": name, "url": place.address, "kinds": _known(kinds)}
    what = [field for field, value in new.items() if getattr(endpoint, field) != value]
    for field, value in (new | {"hint": place.hint, "lane": place.lane}).items():
        setattr(endpoint, field, value)
    endpoint.save()
    tell(events.EndpointChanged(record=endpoint.pk, by=by, what=what))


@transaction.atomic
def renew_secret(endpoint: WebhookEndpoint, *, by: Actor) -> str:
    """Sign with a new secret from now on. Returns it."""
    by.need(P.CONFIGURE, _("change webhooks"))
    endpoint.secret = hooks.new_secret()
    endpoint.save(update_fields=["secret"])
    tell(events.EndpointChanged(record=endpoint.pk, by=by, what=["secret"]))
    return str(endpoint.secret)


@transaction.atomic
def pause_endpoint(endpoint: WebhookEndpoint, *, by: Actor, reason: str = "") -> None:
    """Stop telling a program. Facts of the meantime are not kept for it."""
    by.need(P.CONFIGURE, _("pause webhooks"))
    endpoint.is_active = False
    endpoint.save(update_fields=["is_active"])
    tell(events.EndpointPaused(record=endpoint.pk, by=by, reason=reason[:200]))


@transaction.atomic
def resume_endpoint(endpoint: WebhookEndpoint, *, by: Actor) -> None:
    """Tell the program again, from now on."""
    by.need(P.CONFIGURE, _("resume webhooks"))
    endpoint.is_active = True
    endpoint.save(update_fields=["is_active"])
    tell(events.EndpointResumed(record=endpoint.pk, by=by))
    endpoints_changed()


@transaction.atomic
def try_endpoint(endpoint: WebhookEndpoint, *, by: Actor) -> int:
    """Send the program a test: the fact that somebody asked for it."""
    by.need(P.CONFIGURE, _("test webhooks"))
    return send_to_endpoints([endpoint], tell(events.EndpointTested(record=endpoint.pk, by=by)))


def _destination(url: str) -> destinations.Destination:
    try:
        return destinations.web(url.strip())
    except BadAddress as error:
        raise Refused(str(error), field="url") from error


def _refuse_namesake(name: str, but: int = 0) -> None:
    if WebhookEndpoint.objects.filter(name=name).exclude(pk=but).exists():
        raise Refused(_("Another webhook has this name."), field="name")


def _known(kinds: Iterable[str]) -> list[str]:
    """The kinds in order. Raises Refused for one that no fact has."""
    names = queries.published()
    areas = {f"{name.partition('.')[0]}.*" for name in names} | {"*"}
    asked = sorted({kind.strip() for kind in kinds if kind.strip()})
    if strange := [kind for kind in asked if kind not in names and kind not in areas]:
        raise Refused(_("There is no fact called %(kind)s.") % {"kind": strange[0]}, field="kinds")
    if not asked:
        raise Refused(_("Choose at least one kind of fact."), field="kinds")
    return asked

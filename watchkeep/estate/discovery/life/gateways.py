"""Gateways: addresses that agents report to, each with a key of its own."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Source, SourceKind
from watchkeep.estate.discovery import events
from watchkeep.estate.discovery.models import Gateway
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel import clock, secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

PREFIX = "wkg_"
FORMER_OPENS = timedelta(days=7)
"""For how long the former key of a gateway still opens it."""


@transaction.atomic
def add_gateway(*, by: Actor, name: str, networks: Iterable[str] = (), hours: int = 24) -> tuple[Gateway, str]:
    """Let agents report through another address. Returns its key, which is shown this once."""
    by.need(P.CONFIGURE, _("let agents in"))
    plain, digest = secrets.new_key(PREFIX)
    row = Gateway(prefix=plain[:10], digest=digest, source=_source(name.strip()))
    save(row, name=name.strip(), networks=_networks(networks), hours=hours)
    tell(events.GatewayAdded(record=row.pk, by=by, name=row.name))
    return row, plain


@transaction.atomic
def change_gateway(
    gateway: Gateway, *, by: Actor, name: str, networks: Iterable[str] = (), hours: int = 24
) -> list[str]:
    """Let agents in otherwise."""
    by.need(P.CONFIGURE, _("let agents in"))
    changed = save(gateway, name=name.strip(), networks=_networks(networks), hours=hours)
    if changed:
        tell(events.GatewayChanged(record=gateway.pk, by=by, what=changed))
    return changed


@transaction.atomic
def rotate_key(gateway: Gateway, *, by: Actor, at_once: bool = False) -> str:
    """Give a gateway another key. The former one opens for a week, unless it should not at all."""
    by.need(P.CONFIGURE, _("let agents in"))
    row = Gateway.objects.select_for_update(of=("self",)).get(pk=gateway.pk)
    plain, digest = secrets.new_key(PREFIX)
    row.former_digest, row.former_until = (None, None) if at_once else (row.digest, clock.now() + FORMER_OPENS)
    row.prefix, row.digest = plain[:10], digest
    row.save(update_fields=["prefix", "digest", "former_digest", "former_until"])
    tell(events.GatewayChanged(record=row.pk, by=by, what=["key"]))
    return plain


@transaction.atomic
def switch_gateway(gateway: Gateway, *, by: Actor) -> None:
    """Close it, or open it again. What came in stays."""
    by.need(P.CONFIGURE, _("let agents in"))
    row = Gateway.objects.select_for_update(of=("self",)).get(pk=gateway.pk)
    save(row, is_active=not row.is_active)
    gateway.is_active = row.is_active
    tell(events.GatewaySwitched(record=row.pk, by=by, is_active=row.is_active))


def _source(name: str) -> Source:
    """The gateway as whoever says what items are like."""
    if not name:
        raise Refused(_("Give it a name."), field="name", code="missing")
    if Gateway.objects.filter(name=name).exists():
        raise Refused(_("There is a gateway of this name already."), field="name")
    slug = f"agents-{slugify(name)[:40] or 'gateway'}"
    while Source.objects.filter(slug=slug).exists():
        slug = f"{slug[:50]}-{secrets.new_key()[0][:6]}"
    return Source.objects.create(slug=slug, name=name[:80], kind=SourceKind.AGENT)


def _networks(told: Iterable[str]) -> list[str]:
    try:
        return [str(ipaddress.ip_network(one.strip(), strict=False)) for one in told if one.strip()]
    except ValueError as error:
        raise Refused(_("Write networks as 10.0.0.0/8 or 2001:db8::/32."), field="networks") from error

"""Which policies decide on a change: pure, so that a preview and the asking say the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

import msgspec
from django.utils.translation import gettext as _

from watchkeep.work.approvals.life import Stage, Who

MOST_STAGES = 8


class Facts(msgspec.Struct, frozen=True):
    """What a policy looks at of a change."""

    kind: str
    band: str
    cost: Decimal
    services: tuple[int, ...]
    items: tuple[int, ...]
    tier: int | None
    """Of the most important service that it touches."""


class Terms(msgspec.Struct, frozen=True):
    """Which changes a policy is about. What is empty is about every change."""

    kinds: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    tiers: tuple[int, ...] = ()
    services: tuple[int, ...] = ()
    cost_from: Decimal | None = None
    cost_below: Decimal | None = None

    def fits(self, facts: Facts) -> bool:
        """Whether it is about this change."""
        return (
            _among(facts.kind, self.kinds)
            and _among(facts.band, self.bands)
            and _among(facts.tier, self.tiers)
            and (not self.services or bool(set(self.services) & set(facts.services)))
            and (self.cost_from is None or facts.cost >= self.cost_from)
            and (self.cost_below is None or facts.cost < self.cost_below)
        )


Policy = TypeVar("Policy")


def deciding(policies: Iterable[tuple[Policy, Terms, bool]], facts: Facts) -> list[Policy]:
    """The policies that decide: the first that fits, and those after it for as long as each says to go on."""
    found = []
    for policy, terms, goes_on in policies:
        if terms.fits(facts):
            found.append(policy)
            if not goes_on:
                break
    return found


def joined(stages: Iterable[Stage], facts: Facts) -> tuple[Stage, ...]:
    """The stages of all that decide, one after another, each meaning what this change touches; the same once."""
    found = list(dict.fromkeys(_meant(stage, facts) for stage in stages))
    return tuple(found[:MOST_STAGES])


def otherwise(facts: Facts) -> tuple[Stage, ...]:
    """Whom one asks where no policy fits: whoever answers for what it touches."""
    asked = [{"who": Who.SERVICE_LEADS}] if facts.services else [{"who": Who.ITEM_OWNERS}]
    stage = {"name": _("Owners"), "approvers": asked, "expire_days": 7}
    return joined([msgspec.convert(stage, Stage)], facts)


def _meant(stage: Stage, facts: Facts) -> Stage:
    """The stage with the services and items of this change."""
    among: dict[Who, Sequence[int]] = {Who.SERVICE_LEADS: facts.services, Who.ITEM_OWNERS: facts.items}
    approvers = tuple(
        msgspec.structs.replace(one, among=tuple(among[one.who][:500])) if one.who in among else one
        for one in stage.approvers
    )
    return msgspec.structs.replace(stage, approvers=approvers)


def _among(value: object, wanted: Collection[object]) -> bool:
    return not wanted or value in wanted

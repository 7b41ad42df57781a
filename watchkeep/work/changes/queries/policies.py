"""Reads: which policies decide on a change, and who would be asked by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchkeep.work.approvals import queries as approvals
from watchkeep.work.changes.models import ApprovalPolicy, Change, Kind
from watchkeep.work.changes.rules import policies as rules
from watchkeep.work.changes.rules.risk import band_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watchkeep.work.approvals.life import Stage
    from watchkeep.work.approvals.queries import Chosen

REGULARISE_HOURS = 72


@dataclass(frozen=True)
class Verdict:
    """Who must agree and by which policies; without a policy it is the rule of the house."""

    policies: Sequence[ApprovalPolicy]
    stages: tuple[Stage, ...]

    @property
    def regularise_hours(self) -> int:
        """How long an emergency may stay without approval: the shortest of the policies that decide."""
        return min((one.regularise_hours for one in self.policies), default=REGULARISE_HOURS)


def facts_of(change: Change) -> rules.Facts:
    """What policies look at."""
    services = sorted(change.services.all(), key=lambda one: (one.tier, one.name))
    return rules.Facts(
        kind=change.kind, band=band_of(change.risk), cost=change.cost, services=tuple(one.pk for one in services),
        items=tuple(sorted(one.item_id for one in change.touches_items.all())[:500]),
        tier=services[0].tier if services else None,
    )  # fmt: skip


def terms_of(policy: ApprovalPolicy) -> rules.Terms:
    """Which changes a policy is about; its services are loaded."""
    return rules.Terms(
        kinds=tuple(policy.kinds), bands=tuple(policy.bands), tiers=tuple(policy.tiers),
        services=tuple(one.pk for one in policy.services.all()) if policy.pk else (), cost_from=policy.cost_from,
        cost_below=policy.cost_below,
    )  # fmt: skip


def verdict_on(change: Change) -> Verdict:
    """Who must agree by the policies of today. A standard change was agreed to with its model."""
    if change.kind == Kind.STANDARD:
        return Verdict([], ())
    facts, rows = facts_of(change), list(ApprovalPolicy.objects.in_order())
    found = rules.deciding([(one, terms_of(one), one.goes_on) for one in rows], facts)
    if not found:
        return Verdict([], rules.otherwise(facts))
    return Verdict(found, rules.joined([stage for one in found for stage in one.plan], facts))


def preview_of(change: Change) -> tuple[Verdict, list[tuple[Stage, list[Chosen]]]]:
    """Who would be asked for this change now, stage by stage, and by which policies."""
    verdict = verdict_on(change)
    return verdict, approvals.preview(verdict.stages, change.ticket, change.ticket.requester, change.parties)


def decided_by(policy: ApprovalPolicy, changes: Sequence[Change]) -> list[Change]:
    """Which of these changes this policy would decide on, saved or not, beside those that are in force."""
    rows = [one for one in ApprovalPolicy.objects.in_order() if one.pk != policy.pk]
    place = policy.position or len(rows) + 1
    rows = sorted([*rows, policy], key=lambda one: (one.position or place, one.pk or 0))
    plan = [(one, terms_of(one), one.goes_on) for one in rows if one.is_active]
    return [change for change in changes if policy in rules.deciding(plan, facts_of(change))]

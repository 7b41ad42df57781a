"""Reads: which policies decide on a change, and who would be asked by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from watchkeep.work.approvals import queries as approvals
from watchkeep.work.approvals.life import Who, read_stages
from watchkeep.work.changes.models import ApprovalPolicy, Change, Kind
from watchkeep.work.changes.rules import policies as rules
from watchkeep.work.changes.rules.risk import band_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from watchkeep.kernel.actors import Actor
    from watchkeep.work.approvals.life import Stage
    from watchkeep.work.approvals.models import Board
    from watchkeep.work.approvals.queries import Chosen

REGULARISE_HOURS = 72
TRIED = 200
"""So many of the changes that are open a policy is tried on."""


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


def tried(policy: ApprovalPolicy, values: Mapping[str, Any], actor: Actor) -> list[tuple[Change, tuple[Stage, ...]]]:
    """Which of the changes that are open a policy with these values would decide on, with whom they would ask.

    Nothing is saved. Looks at the newest ``TRIED`` in a constant number of queries. Refused where its stages make no
    sense.
    """
    plan = [
        (one, rules.Terms(services=tuple(x.pk for x in one.services.all()), **_plain(one.__dict__)), one.goes_on)
        for one in ApprovalPolicy.objects.in_order() if one.pk != policy.pk
    ]  # fmt: skip
    terms = rules.Terms(services=tuple(one.pk for one in values["services"]), **_plain(values))
    place = next((at for at, row in enumerate(plan) if policy.pk and row[0].position > policy.position), len(plan))
    if values["is_active"]:
        plan.insert(place, (policy, terms, values["goes_on"]))
    stages = {id(one): one.plan for one, _terms, _on in plan if one is not policy}
    stages[id(policy)] = read_stages(values["stages"])
    rows = Change.objects.visible_to(actor).open().exclude(kind=Kind.STANDARD)
    found = []
    for change in rows.prefetch_related("services", "touches_items").order_by("-ticket_id")[:TRIED]:
        facts = facts_of(change)
        deciding = rules.deciding(plan, facts)
        if any(one is policy for one in deciding):
            found.append((change, rules.joined([stage for one in deciding for stage in stages[id(one)]], facts)))
    return found


def sending_to(board: Board) -> list[ApprovalPolicy]:
    """The policies in force that send changes to a board."""
    rows = ApprovalPolicy.objects.in_order()
    return [
        one for one in rows
        if any(who.who == Who.BOARD and who.id == board.pk for stage in one.plan for who in stage.approvers)
    ]  # fmt: skip


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(values[name]) for name in ("kinds", "bands", "tiers")} | {
        name: values[name] for name in ("cost_from", "cost_below")
    }

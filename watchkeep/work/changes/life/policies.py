"""Policies of approval: set up, edited, put in order, removed; and who must agree by them."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save
from watchkeep.work.approvals import life as approvals
from watchkeep.work.changes import queries
from watchkeep.work.changes.events import PolicyRemoved, PolicySaved
from watchkeep.work.changes.models import ApprovalPolicy, Change, Kind
from watchkeep.work.changes.permissions import P
from watchkeep.work.changes.rules.risk import HIGH, LOW, MEDIUM

FIELDS = (
    "name", "note", "kinds", "bands", "tiers", "cost_from", "cost_below", "stages", "goes_on", "regularise_hours",
    "is_active",
)  # fmt: skip
CHOICES = {"kinds": (Kind.NORMAL, Kind.EMERGENCY), "bands": (LOW, MEDIUM, HIGH), "tiers": (1, 2, 3, 4)}


def stages_for(change: Change) -> tuple[approvals.Stage, ...]:
    """Who must agree, stage by stage, by the policies of today."""
    return queries.verdict_on(change).stages


@transaction.atomic
def add_policy(*, by: Actor, services: Any = (), **values: Any) -> ApprovalPolicy:
    """Add a policy, asked after all others."""
    by.need(P.MANAGE, _("look after approval policies"))
    last = ApprovalPolicy.objects.aggregate(last=Max("position"))["last"] or 0
    policy = ApprovalPolicy(position=last + 1)
    save(policy, **_read(values))
    policy.services.set(services)
    tell(PolicySaved(record=policy.pk, by=by, name=policy.name, changed=[]))
    return policy


@transaction.atomic
def edit_policy(policy: ApprovalPolicy, *, by: Actor, services: Any = None, **changes: Any) -> None:
    """Edit a policy. Whoever was asked before was asked by what it said then."""
    by.need(P.MANAGE, _("look after approval policies"))
    changed = save(policy, **_read(changes))
    if services is not None and {one.pk for one in services} != {one.pk for one in policy.services.all()}:
        policy.services.set(services)
        changed = sorted({*changed, "services"})
    if changed:
        tell(PolicySaved(record=policy.pk, by=by, name=policy.name, changed=changed))


@transaction.atomic
def move_policy(policy: ApprovalPolicy, *, by: Actor, up: bool) -> None:
    """Let a policy be asked one place earlier, or later."""
    by.need(P.MANAGE, _("look after approval policies"))
    order = list(ApprovalPolicy.objects.select_for_update().order_by("position", "id"))
    at = next(index for index, one in enumerate(order) if one.pk == policy.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    order[at], order[to] = order[to], order[at]
    for position, one in enumerate(order, 1):
        ApprovalPolicy.objects.filter(pk=one.pk).exclude(position=position).update(position=position)
    tell(PolicySaved(record=policy.pk, by=by, name=policy.name, changed=["position"]))


@transaction.atomic
def remove_policy(policy: ApprovalPolicy, *, by: Actor) -> None:
    """Remove a policy; whoever it has asked stays asked."""
    by.need(P.MANAGE, _("look after approval policies"))
    tell(PolicyRemoved(record=policy.pk, by=by, name=policy.name))
    policy.delete()


def _read(values: dict[str, Any]) -> dict[str, Any]:
    """The values as a row keeps them. Refused where a choice is none, or the stages make no sense."""
    if unknown := values.keys() - set(FIELDS):
        raise Refused(_("This cannot be edited."), field=min(unknown))
    for name, choices in CHOICES.items():
        if set(values.get(name, ())) - set(choices):
            raise Refused(_("There is no such choice."), field=name, code="unknown")
    if (low := values.get("cost_from")) is not None and (high := values.get("cost_below")) is not None and high <= low:
        raise Refused(_("The lower cost comes first."), field="cost_below")
    if "stages" not in values:
        return values
    return values | {"stages": approvals.plain(approvals.read_stages(values["stages"]))}

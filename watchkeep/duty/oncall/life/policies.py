"""Saying whom to page: policies, their steps, and the services that they answer for."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from watchkeep.duty.oncall import events
from watchkeep.duty.oncall.models import Policy, PolicyStep, ServicePolicy, StepTarget
from watchkeep.duty.oncall.permissions import P
from watchkeep.duty.oncall.rules import paging
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell


@transaction.atomic
def create_policy(
    *,
    by: Actor,
    name: str,
    steps: Sequence[paging.Step],
    repeat: int = 1,
    description: str = "",
    is_default: bool = False,
) -> Policy:
    """Write a policy down. Targets of the steps are named by kind and id."""
    by.need(P.MANAGE, _("change escalation policies"))
    policy = Policy(name=name, description=description, repeat=repeat, is_default=is_default)
    _save(policy, steps, by, is_new=True)
    return policy


@transaction.atomic
def change_policy(
    policy: Policy,
    *,
    by: Actor,
    name: str,
    steps: Sequence[paging.Step],
    repeat: int,
    description: str = "",
    is_default: bool = False,
) -> None:
    """Change a policy. Escalations that run keep the one they started with."""
    by.need(P.MANAGE, _("change escalation policies"))
    policy.name, policy.description, policy.repeat, policy.is_default = name, description, repeat, is_default
    _save(policy, steps, by, is_new=False)


@transaction.atomic
def remove_policy(policy: Policy, *, by: Actor) -> None:
    """Take a policy away. Refused while it answers for a service or a plan names it."""
    by.need(P.MANAGE, _("change escalation policies"))
    if services := list(policy.service_policies.values_list("service__name", flat=True)):
        raise Refused(_("It answers for: %(names)s.") % {"names": ", ".join(services)}, code="in_use")
    tell(events.PolicyRemoved(record=policy.pk, by=by, name=policy.name))
    try:
        policy.delete()
    except ProtectedError as error:
        names = ", ".join(sorted(str(one) for one in error.protected_objects))
        raise Refused(_("It is named by: %(names)s.") % {"names": names}, code="in_use") from error


@transaction.atomic
def assign_policy(service: Service, *, by: Actor, policy: Policy | None) -> None:
    """Let a policy answer for a service; None leaves it to the default one."""
    by.need(P.MANAGE, _("change escalation policies"))
    if policy is None:
        ServicePolicy.objects.filter(service=service).delete()
    else:
        ServicePolicy.objects.update_or_create(service=service, defaults={"policy": policy})
    tell(events.PolicyAssigned(record=service.pk, by=by, policy=policy.pk if policy else None))


def _save(policy: Policy, steps: Sequence[paging.Step], by: Actor, *, is_new: bool) -> None:
    _refuse_unsound(policy, steps)
    if policy.is_default:
        Policy.objects.filter(is_default=True).exclude(pk=policy.pk).update(is_default=False)
    policy.save()
    policy.steps.all().delete()
    for position, step in enumerate(steps):
        _save_step(policy, position, step)
    tell(
        events.PolicySaved(
            record=policy.pk,
            by=by,
            name=policy.name,
            steps=len(steps),
            is_default=policy.is_default,
            is_new=is_new,
        )
    )


def _save_step(policy: Policy, position: int, step: paging.Step) -> None:
    values = {"severity": step.severity, "hours_id": step.hours, "outside": step.outside}
    row = PolicyStep.objects.create(policy=policy, position=position, wait_minutes=step.wait_minutes, **values)
    StepTarget.objects.bulk_create(StepTarget(step=row, **{f"{one.kind}_id": one.id}) for one in step.targets)


def _refuse_unsound(policy: Policy, steps: Sequence[paging.Step]) -> None:
    if Policy.objects.filter(name__iexact=policy.name).exclude(pk=policy.pk).exists():
        raise Refused(_("There is a policy of this name."), field="name")
    if not steps:
        raise Refused(_("A policy needs at least one step."), field="steps")
    if any(not step.targets for step in steps):
        raise Refused(_("Every step needs somebody to page."), field="steps")

"""Which policy answers for a service, and whom it would page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from watchkeep.duty.oncall.models import Policy, ServicePolicy
from watchkeep.duty.oncall.queries.reach import Reach, reach, situation
from watchkeep.duty.oncall.rules import paging
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock


@dataclass(frozen=True)
class Rung:
    """One step of a preview: when it would come, and whom it would page."""

    at: datetime
    seconds: float
    number: int
    step: paging.Step
    reached: list[Reach]

    @property
    def is_blind(self) -> bool:
        """Whether this step would reach nobody."""
        return not any(one.is_reachable for one in self.reached)


@dataclass(frozen=True)
class Preview:
    """What would happen now, for a service at a severity."""

    policy: Policy | None
    rungs: list[Rung]

    @property
    def is_silent(self) -> bool:
        """Whether nobody at all would be paged."""
        return all(rung.is_blind for rung in self.rungs)


def policy_for(service: Service | None, severity: int | None = None) -> Policy | None:
    """The policy of a service, else the default one. Without a service only SEV1 and SEV2 have the default."""
    if service is None:
        return Policy.objects.whole().filter(is_default=True).first() if severity in (1, 2) else None
    own = Q(pk__in=ServicePolicy.objects.filter(service=service).values("policy"))
    return Policy.objects.whole().filter(own | Q(is_default=True)).order_by("is_default").first()


def policies_of(services: Sequence[Service]) -> list[Policy | None]:
    """The policy of each service, in two queries."""
    default = Policy.objects.filter(is_default=True).first()
    rows = ServicePolicy.objects.filter(service__in=services).select_related("policy")
    own = {row.service_id: row.policy for row in rows}
    return [own.get(service.pk, default) for service in services]


def preview(service: Service | None, severity: int | None, at: datetime | None = None) -> Preview:
    """Walk through the policy as if the fault began now and nobody answered."""
    at = at or clock.now()
    policy = policy_for(service, severity)
    return Preview(policy, list(_rungs(policy.plan(), severity, at)) if policy else [])


def _rungs(plan: paging.Plan, severity: int | None, start: datetime) -> Iterator[Rung]:
    """The first pass through a plan. Who has a duty is asked for the moment of each step."""
    at, here = start, paging.Position()
    while there := paging.following(plan, here, situation(plan, severity, at)):
        if there.round > 0:
            return
        step = plan.steps[there.step]
        rung = Rung(at, (at - start).total_seconds(), there.step, step, reach(step.targets, at))
        yield rung
        at, here = at if rung.is_blind else at + timedelta(minutes=step.wait_minutes), there

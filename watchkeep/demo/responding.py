"""How Kestrel Outfitters respond: who leads when payments fail, and how often customers hear."""

from watchkeep.demo.cast import Cast
from watchkeep.duty.automation import life as automation
from watchkeep.duty.automation.models import Procedure
from watchkeep.duty.oncall.models import Schedule
from watchkeep.duty.response import life
from watchkeep.duty.response.life import Filling
from watchkeep.duty.response.models import Role
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import Actor


def plan(by: Actor, cast: Cast, services: dict[str, Service]) -> None:
    """Plans closer than those with which every installation begins."""
    _plan_others(by, services)
    gateway = Procedure.objects.get(slug="payment-gateway-unreachable")
    automation.tie(gateway, by=by, service=services["payments"])
    rota = Schedule.objects.get(name="Platform, first line")
    web, roles = cast.teams["web"], dict(Role.objects.values_list("slug", "pk"))
    life.create_plan(
        by=by,
        name="Payments, SEV1",
        description="Nobody can pay: every minute is a minute of sales.",
        service=services["payments"],
        severity=1,
        roles=[
            Filling(roles["commander"], "schedule", rota.pk),
            Filling(roles["communications"], "team", web.pk),
            Filling(roles["scribe"], "asked"),
        ],
        workflow=Procedure.objects.get(slug="sev1-coordination"),
        runbook=gateway,
        internal_first_minutes=15,
        internal_every_minutes=20,
        public_first_minutes=30,
        public_every_minutes=30,
        sla_note="The payment provider answers our hotline within 10 minutes; ask for the duty manager.",
        demands="Call the provider's hotline first: most of our outages are theirs. Switch to the second provider when "
        "the first gives no time within 15 minutes. Tell the shop's team before anything else is switched.",
    )


def _plan_others(by: Actor, services: dict[str, Service]) -> None:
    life.create_plan(
        by=by,
        name="Web shop",
        description="What customers see.",
        service=services["web-shop"],
        review_days=3,
        demands="Say on the status page what still works: the catalogue, the basket or neither.",
    )
    life.create_plan(
        by=by,
        name="Tier 2, SEV2",
        description="Customers or many colleagues notice.",
        tier=2,
        severity=2,
        public_first_minutes=90,
        public_every_minutes=120,
    )

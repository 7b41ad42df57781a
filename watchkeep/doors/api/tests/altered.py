"""Changes and what rules them, by the names that addresses and bodies have for it."""

from datetime import timedelta
from typing import Any

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.approvals import life as approvals
from watchkeep.work.approvals.models import Board
from watchkeep.work.changes import life
from watchkeep.work.changes.models import ApprovalPolicy, ChangeModel, Deployment, PipelineSource


def altered() -> dict[str, Any]:
    """A change with a step of its plan, a model, a policy, and a board that meets."""
    change, start = make.change(), clock.now() + timedelta(days=4)
    board = approvals.set_up_board(by=CLOCK, name=f"Board {Board.objects.count()}")
    met = approvals.set_up_board(by=CLOCK, name=f"Board {Board.objects.count()}")
    life.rush(make.change(kind="emergency"), by=CLOCK)
    policy = life.add_policy(by=CLOCK, name=f"Policy {ApprovalPolicy.objects.count()}", is_active=False)
    return {
        "board": board.pk,
        "board_meeting": life.call(met, by=CLOCK).pk,
        "board_decision": "put_off",
        "change_policy": policy.pk,
        "change": change.pk,
        "plan_step": change.steps.all()[0].pk,
        "change_model": make.change_model(f"Model {ChangeModel.objects.count()}").pk,
        "pipeline": make.pipeline(f"Pipeline {PipelineSource.objects.count()}")[0].pk,
        "deployment": make.deployment(f"{Deployment.objects.count()}").pk,
        "drift": make.drift().pk,
        "drift_watch": life.watch(by=CLOCK, cls=make.item_class("laptop"), attributes=["os"]).pk,
        "run": f"run-{Deployment.objects.count()}",
        "change_owner": make.ana().pk,
        "implementer": make.ana().pk,
        "planned_from": start.isoformat(),
        "planned_until": (start + timedelta(hours=2)).isoformat(),
        "risk_answers": {"tried_back": "yes"},
    }

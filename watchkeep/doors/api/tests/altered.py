"""Changes and what rules them, by the names that addresses and bodies have for it."""

from datetime import timedelta
from typing import Any

from testing import make
from watchkeep.kernel import clock
from watchkeep.work.changes.models import ChangeModel


def altered() -> dict[str, Any]:
    """A change with a step of its plan, and a model."""
    change, start = make.change(), clock.now() + timedelta(days=4)
    return {
        "change": change.pk,
        "plan_step": change.steps.all()[0].pk,
        "change_model": make.change_model(f"Model {ChangeModel.objects.count()}").pk,
        "change_owner": make.ana().pk,
        "implementer": make.ana().pk,
        "planned_from": start.isoformat(),
        "planned_until": (start + timedelta(hours=2)).isoformat(),
        "risk_answers": {"tried_back": "yes"},
    }

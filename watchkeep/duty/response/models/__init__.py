"""The rows of the response slice, in chapters."""

from watchkeep.duty.response.models.plans import COMMANDER, Plan, PlanQuerySet, PlanRole, Role
from watchkeep.duty.response.models.responses import Audience, Cadence, CadenceQuerySet, Response, Seat, Tenure
from watchkeep.duty.response.rules import Source

__all__ = [
    "COMMANDER",
    "Audience",
    "Cadence",
    "CadenceQuerySet",
    "Plan",
    "PlanQuerySet",
    "PlanRole",
    "Response",
    "Role",
    "Seat",
    "Source",
    "Tenure",
]

"""Changes: what is altered on purpose, its plan, its risk, and the models that it begins with."""

from watchkeep.doors.api.resources.changes.models import router as models
from watchkeep.doors.api.resources.changes.records import router

__all__ = ["models", "router"]

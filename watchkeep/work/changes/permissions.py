"""What one may do with changes."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the changes slice."""

    SEE = "change.see"
    PLAN = "change.plan"
    RUSH = "change.rush"
    SCHEDULE = "change.schedule"
    IMPLEMENT = "change.implement"
    CLOSE = "change.close"
    MANAGE = "change.manage"
    """Set up models, policies, freezes and what else rules changes."""
    REPORT = "change.report"
    """Report deployments, and ask at the gate."""
    DRIFT = "change.settle_drift"

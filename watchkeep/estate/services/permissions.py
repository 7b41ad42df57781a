"""What one may do with services and maintenance windows."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the services slice."""

    SEE = "service.see"
    MANAGE = "service.manage"
    MAINTAIN = "maintenance.plan"
    SAY_PUBLICLY = "maintenance.publish"

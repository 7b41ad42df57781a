"""What one may do with alerts, and with where they come from and go."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the detection slice."""

    SEE = "alert.see"
    WORK = "alert.work"
    SEE_INTEGRATIONS = "integration.see"
    CONFIGURE = "integration.configure"

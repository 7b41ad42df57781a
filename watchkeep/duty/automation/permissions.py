"""What one may do with procedures and their runs."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the automation slice."""

    SEE = "procedure.see"
    WORK = "procedure.work"
    APPROVE = "procedure.approve"
    WRITE = "procedure.write"
    PUBLISH = "procedure.publish"

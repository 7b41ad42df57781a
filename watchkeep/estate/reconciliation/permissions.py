"""What one may do with findings. ``work`` sets them aside; ``configure`` says which of them become tickets."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the reconciliation slice."""

    SEE = "finding.see"
    WORK = "finding.work"
    CONFIGURE = "finding.configure"

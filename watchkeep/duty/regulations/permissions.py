"""What one may do with obligations to report."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the regulations slice. ``WORK``: start a clock, report, say that a report is not needed."""

    SEE = "regulation.see"
    WORK = "regulation.work"
    CONFIGURE = "regulation.configure"

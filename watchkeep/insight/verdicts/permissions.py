"""What one may do with verdicts on changes, and with the figures that they rest on."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the verdicts slice.

    ``PUSH`` is for programs that send points of indicators; ``SUSPECT`` says of a change that it was, or was not, the
    cause of an incident.
    """

    SEE = "verdict.see"
    REVIEW = "verdict.review"
    SUSPECT = "verdict.suspect"
    CONFIGURE = "verdict.configure"
    SEE_INDICATORS = "indicator.see"
    MANAGE_INDICATORS = "indicator.manage"
    PUSH = "indicator.push"

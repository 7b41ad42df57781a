"""What one may do with approvals."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the approvals slice. ``ANSWER`` answers what one was asked; nobody answers for themselves."""

    SEE = "approval.see"
    ANSWER = "approval.answer"
    STAND_IN = "approval.stand_in"
    MANAGE = "approval.manage"

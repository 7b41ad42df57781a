"""What one may do with reviews, causes, corrective actions and preventive tasks."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the reviews slice.

    ``SEE`` opens what is published; ``SEE_DRAFTS`` also what is being written. Whoever takes part sees theirs.
    """

    SEE = "review.see"
    SEE_DRAFTS = "review.see_drafts"
    WRITE = "review.write"
    SIGN = "review.sign"
    PUBLISH = "review.publish"
    WAIVE = "review.waive"
    CONFIGURE = "review.configure"
    SEE_ACTIONS = "corrective.see"
    WORK_ACTIONS = "corrective.work"
    MANAGE_ACTIONS = "corrective.manage"

"""What one may do about who has what. ``answer`` is what everybody may: say whether they got it."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the custody slice."""

    SEE = "custody.see"
    WORK = "custody.work"
    ANSWER = "custody.answer"
    DESTROY = "custody.destroy"

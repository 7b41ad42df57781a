"""What one may do with surveys."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the surveys slice."""

    SEE = "survey.see"

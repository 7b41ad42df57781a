"""What one may do with software products."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the licences slice. ``MANAGE``: say what titles mean, and change products and rules."""

    SEE = "software.see"
    MANAGE = "software.manage"

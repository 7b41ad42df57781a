"""What one may do with configuration items."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the assets slice."""

    SEE = "item.see"
    MANAGE = "item.manage"

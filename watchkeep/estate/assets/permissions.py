"""What one may do with configuration items."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the assets slice. ``work`` is daily handling, ``manage`` what is known, ``govern`` the rules."""

    SEE = "item.see"
    WORK = "item.work"
    MANAGE = "item.manage"
    DISPOSE = "item.dispose"
    REPORT = "item.report"
    GOVERN = "item.govern"

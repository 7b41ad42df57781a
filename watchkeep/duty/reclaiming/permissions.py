"""What one may do with what leavers and movers still hold."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the reclaiming slice. ``CONFIGURE``: say by which action a product's seats are taken back."""

    SEE = "reclaim.see"
    WORK = "reclaim.work"
    CONFIGURE = "reclaim.configure"

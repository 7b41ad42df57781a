"""What one may do with stock-takes. ``count`` is to walk and scan; ``manage`` begins and finishes them."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the stocktaking slice."""

    SEE = "stocktake.see"
    COUNT = "stocktake.count"
    MANAGE = "stocktake.manage"

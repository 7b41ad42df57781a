"""What one may do with plans of fulfilment."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the fulfilment slice."""

    CONFIGURE = "fulfilment.configure"

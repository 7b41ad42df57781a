"""What one may do with portals."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the self-service slice."""

    SEE = "selfservice.see"
    CONFIGURE = "selfservice.configure"

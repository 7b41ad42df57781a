"""What one may do with business hours. Everybody signed in may see them."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the calendars slice."""

    MANAGE = "hours.manage"

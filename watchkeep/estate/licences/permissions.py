"""What one may do with software products and with what was bought of them."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the licences slice.

    ``MANAGE``: say what titles mean, and change products and rules. ``SEE_ENTITLEMENTS``: with their prices, the
    positions and who has a seat. ``REPORT``: tell who signed in and how many used something at once.
    ``AUDIT``: have others look at who has seats, and sign off what they say.
    """

    SEE = "software.see"
    MANAGE = "software.manage"
    SEE_ENTITLEMENTS = "licence.see"
    MANAGE_ENTITLEMENTS = "licence.manage"
    SEE_KEYS = "licence.keys"
    REPORT = "licence.report"
    AUDIT = "licence.audit"

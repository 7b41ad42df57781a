"""What one may do with orders. ``receive`` is the work at the door of the store; prices are seen by who sees orders."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the purchasing slice."""

    SEE = "order.see"
    RECEIVE = "order.receive"
    MANAGE = "order.manage"

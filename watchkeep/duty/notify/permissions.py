"""What one may do with notifications. One's own contact methods and rules need no permission."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the notify slice. ``DELIVER`` is the sender's own; no role needs it."""

    SEE = "delivery.see"
    RESEND = "delivery.resend"
    CONFIGURE = "webhook.configure"
    DELIVER = "delivery.deliver"

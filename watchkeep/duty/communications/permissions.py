"""What one may do with audiences, texts and messages. Following a service oneself needs none of these."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the communications slice."""

    SEE = "communication.see"
    SEND = "communication.send"
    APPROVE = "communication.approve"
    CONFIGURE = "communication.configure"

"""What one may do with chat. One's own account needs no permission; commands ask for those of the verbs they call."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the chat slice."""

    SEE = "chat.see"
    OPEN = "chat.open"
    CONFIGURE = "chat.configure"

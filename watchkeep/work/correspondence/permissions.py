"""What one may do with mail that comes in."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the correspondence slice. ``RECEIVE`` is the importer's own; no role needs it."""

    SEE = "mail.see"
    JUDGE = "mail.judge"
    CONFIGURE = "mail.configure"
    RECEIVE = "mail.receive"

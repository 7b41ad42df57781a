"""What one may do with incidents."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the incidents slice."""

    OPEN = "incident.open"
    WORK = "incident.work"
    CLOSE = "incident.close"
    CANCEL = "incident.cancel"
    REOPEN = "incident.reopen"
    PRIORITISE = "incident.prioritise"
    DECLARE = "incident.declare"
    DECLARE_MAJOR = "incident.declare_major"
    UPDATE = "incident.post_update"
    MERGE = "incident.merge"
    DRILL = "incident.drill"
    CONFIGURE = "incident.configure"

"""What one may do with requests."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the requests slice. ``ASK`` asks, for oneself; who may ``WORK`` asks for others, too."""

    ASK = "request.ask"
    WORK = "request.work"
    CLOSE = "request.close"
    REFUSE = "request.refuse"
    SEE_CATALOGUE = "catalogue.see"
    CATALOGUE = "catalogue.manage"

"""What one may do with connections and actions."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the connections slice. ``EXECUTE`` is the worker's own; no role needs it."""

    SEE = "connection.see"
    CONFIGURE = "connection.configure"
    NETWORKS = "network.open"
    SEE_RUNS = "action.see"
    RUN = "action.run"
    APPROVE = "action.approve"
    ANSWER = "action.answer"
    EXECUTE = "action.execute"

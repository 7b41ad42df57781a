"""What one may do with discovery."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the discovery slice.

    ``judge`` settles doubts, ``configure`` lets agents in and sets up jobs, ``networks`` says where they may go.
    """

    SEE = "discovery.see"
    JUDGE = "discovery.judge"
    CONFIGURE = "discovery.configure"
    NETWORKS = "discovery.networks"
    RECEIVE = "discovery.receive"

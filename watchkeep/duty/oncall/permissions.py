"""What one may do with rotas, policies and running escalations.

Whoever was paged may acknowledge that one incident without any of these.
"""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the on-call slice."""

    SEE = "oncall.see"
    OVERRIDE = "oncall.override"
    MANAGE = "oncall.manage"
    ESCALATE = "oncall.escalate"

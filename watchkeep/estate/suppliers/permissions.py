"""What one may do with suppliers and contracts. What a contract costs is seen by whoever may see contracts."""

from watchkeep.kernel.permissions import Permissions


class P(Permissions):
    """Permissions of the suppliers slice."""

    SEE = "supplier.see"
    MANAGE = "supplier.manage"
    SEE_CONTRACTS = "contract.see"
    MANAGE_CONTRACTS = "contract.manage"

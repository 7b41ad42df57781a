"""Where the frame leads to contracts."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.suppliers.permissions import P

RAIL = (
    Entry(
        label=_("Contracts"), href="console:contracts", icon="contract", group="estate", order=26,
        permission=P.SEE_CONTRACTS,
    ),
)  # fmt: skip

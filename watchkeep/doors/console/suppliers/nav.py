"""Where the frame leads to suppliers."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.suppliers.permissions import P

RAIL = (
    Entry(
        label=_("Suppliers"), href="console:suppliers", icon="supplier", group="estate", order=25, permission=P.SEE,
    ),
)  # fmt: skip

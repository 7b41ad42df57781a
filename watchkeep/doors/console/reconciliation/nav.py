"""Where the frame leads to what does not agree."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.reconciliation.permissions import P

RAIL = (
    Entry(
        label=_("Reconciliation"), href="console:reconciliation", icon="flag", group="estate", order=21,
        permission=P.SEE,
    ),
)  # fmt: skip

"""Where the frame leads to licences."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.licences.permissions import P

RAIL = (
    Entry(
        label=_("Licences"), href="console:licences", icon="key", group="estate", order=28,
        permission=P.SEE_ENTITLEMENTS,
    ),
)  # fmt: skip

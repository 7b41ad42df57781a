"""Where the frame leads to audits of seats."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.licences.permissions import P

RAIL = (
    Entry(label=_("Audits of seats"), href="console:audits", icon="shield", group="estate", order=30, permission=P.SEE),
)

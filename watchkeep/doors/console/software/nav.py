"""Where the frame leads to software."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.licences.permissions import P

RAIL = (
    Entry(label=_("Software"), href="console:software", icon="software", group="estate", order=27, permission=P.SEE),
)

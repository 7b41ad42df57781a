"""Where the frame leads to orders."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.purchasing.permissions import P

RAIL = (Entry(label=_("Orders"), href="console:orders", icon="money", group="estate", order=24, permission=P.SEE),)

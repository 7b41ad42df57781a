"""Where the frame leads to stock-takes."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.stocktaking.permissions import P

RAIL = (
    Entry(label=_("Stock-takes"), href="console:stocktakes", icon="stock", group="estate", order=25, permission=P.SEE),
)

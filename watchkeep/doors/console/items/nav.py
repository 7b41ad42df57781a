"""Where the frame leads to items."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.assets.permissions import P

RAIL = (
    Entry(label=_("Items"), href="console:items", icon="item", group="estate", order=20, permission=P.SEE, keys="g c"),
)

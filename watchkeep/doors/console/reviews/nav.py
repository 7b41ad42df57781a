"""Where the frame leads to reviews and what follows from them."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.insight.reviews.permissions import P

RAIL = (
    Entry(
        label=_("Reviews"), href="console:reviews", icon="check", group="insight", order=20, permission=P.SEE,
        keys="g r",
    ),
    Entry(
        label=_("Corrective actions"), href="console:actions-due", icon="wrench", group="insight", order=30,
        permission=P.SEE_ACTIONS,
    ),
    Entry(label=_("Patterns"), href="console:patterns", icon="chart", group="insight", order=40, permission=P.SEE),
)  # fmt: skip
SETTINGS = (Entry(label=_("Kinds of cause"), href="console:cause-kinds", icon="tag", group="work", permission=P.SEE),)

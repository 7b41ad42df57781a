"""Where the frame leads to reviews and what follows from them."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.insight.reviews.permissions import P

RAIL = (
    Entry(label=_("Reviews"), href="console:reviews", icon="book", order=40, permission=P.SEE, keys="g v"),
    Entry(label=_("Actions"), href="console:actions-due", icon="wrench", order=42, permission=P.SEE_ACTIONS),
    Entry(label=_("Patterns"), href="console:patterns", icon="chart", order=44, permission=P.SEE),
)
SETTINGS = (Entry(label=_("Kinds of cause"), href="console:cause-kinds", icon="tag", group="work", permission=P.SEE),)

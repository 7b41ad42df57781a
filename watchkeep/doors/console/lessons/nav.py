"""Where the frame leads to lessons."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.insight.reviews.permissions import P

RAIL = (
    Entry(
        label=_("Lessons"), href="console:lessons", icon="bookmark", group="insight", order=25, permission=P.SEE,
        keys="g l",
    ),
)  # fmt: skip

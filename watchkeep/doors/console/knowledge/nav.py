"""Where the frame leads to articles."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.knowledge.permissions import P

RAIL = (
    Entry(
        label=_("Knowledge"), href="console:articles", icon="book", group="estate", order=50, permission=P.SEE,
        keys="g k",
    ),
)  # fmt: skip

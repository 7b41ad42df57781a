"""Where the frame leads to the catalogue."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.requests.permissions import P

RAIL = (
    Entry(
        label=_("Catalogue"), href="console:catalogue", icon="tag", group="work", order=16, permission=P.SEE_CATALOGUE,
    ),
)  # fmt: skip

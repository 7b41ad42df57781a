"""Where the settings lead to the rules of the register."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.estate.assets.permissions import P

SETTINGS = (
    Entry(
        label=_("Item classes"), href="console:item-classes", icon="item", group="estate", order=30, permission=P.SEE
    ),
    Entry(
        label=_("Whose word counts"), href="console:authorities", icon="impact", group="estate", order=31,
        permission=P.SEE,
    ),
)  # fmt: skip

"""Where the frame leads to changes and their models."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.changes.permissions import P

RAIL = (
    Entry(
        label=_("Changes"), href="console:changes", icon="change", group="work", order=40, permission=P.SEE, keys="g h",
    ),
)  # fmt: skip
BESIDE_CHANGES = (Entry(label=_("List"), href="console:changes", icon="change", order=40, permission=P.SEE),)
"""The places that stand side by side on the pages of changes; other features have theirs under this name, too."""
SETTINGS = (
    Entry(
        label=_("Models of changes"), href="console:change-models", icon="change", group="work", order=50,
        permission=P.SEE,
    ),
)  # fmt: skip

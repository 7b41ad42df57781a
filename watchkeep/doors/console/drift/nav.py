"""Where the pages of changes and the settings lead to drift and to what is watched."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry
from watchkeep.work.changes.permissions import P

BESIDE_CHANGES = (
    Entry(label=_("Drift"), href="console:drift", icon="eye", group="work", order=44, permission=P.SEE),
)  # fmt: skip
SETTINGS = (
    Entry(
        label=_("Watched attributes"), href="console:drift-watches", icon="eye", group="work", order=54,
        permission=P.SEE,
    ),
)  # fmt: skip

"""Where the settings lead to how one is reached."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry

SETTINGS = (
    Entry(label=_("My notifications"), href="console:notifications", icon="mail", group="duty", order=5),
)  # fmt: skip

"""Where the frame leads to it."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry

RAIL = (Entry(label=_("Now"), href="console:now", icon="now", group="work", order=10, keys="g n"),)

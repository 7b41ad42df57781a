"""Where the frame leads to incidents."""

from django.utils.translation import gettext_lazy as _

from watchkeep.doors.ui.frame import Entry

RAIL = (Entry(label=_("Incidents"), href="console:incidents", icon="incident", group="work", order=20, keys="g i"),)

"""The Django application of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementsConfig(AppConfig):
    """Status pages."""

    name = "watchkeep.duty.announcements"
    label = "announcements"
    verbose_name = _("Status pages")

"""The timesheets slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimesheetsConfig(AppConfig):
    """Time worked on tickets."""

    name = "watchkeep.work.timesheets"
    label = "timesheets"
    verbose_name = _("Timesheets")
    default_auto_field = "django.db.models.BigAutoField"

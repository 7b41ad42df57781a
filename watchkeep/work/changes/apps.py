"""The changes slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChangesConfig(AppConfig):
    """What is altered on purpose."""

    name = "watchkeep.work.changes"
    label = "changes"
    verbose_name = _("Changes")
    default_auto_field = "django.db.models.BigAutoField"

"""The Django application of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AutomationConfig(AppConfig):
    """Runbooks and workflows."""

    name = "watchkeep.duty.automation"
    label = "automation"
    verbose_name = _("Runbooks and workflows")
    default_auto_field = "django.db.models.BigAutoField"

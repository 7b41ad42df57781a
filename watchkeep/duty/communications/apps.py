"""The Django application of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunicationsConfig(AppConfig):
    """Telling people how it stands."""

    name = "watchkeep.duty.communications"
    label = "communications"
    verbose_name = _("Communication")
    default_auto_field = "django.db.models.BigAutoField"

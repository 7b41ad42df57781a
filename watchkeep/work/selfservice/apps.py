"""The self-service slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SelfServiceConfig(AppConfig):
    """Portals and what comes of looking for help there."""

    name = "watchkeep.work.selfservice"
    label = "selfservice"
    verbose_name = _("Self-service")
    default_auto_field = "django.db.models.BigAutoField"

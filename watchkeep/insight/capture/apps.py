"""The capture slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaptureConfig(AppConfig):
    """From work to knowledge."""

    name = "watchkeep.insight.capture"
    label = "capture"
    verbose_name = _("From work to knowledge")
    default_auto_field = "django.db.models.BigAutoField"

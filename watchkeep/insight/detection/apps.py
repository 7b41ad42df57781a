"""The detection slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DetectionConfig(AppConfig):
    """Alerts and what becomes of them."""

    name = "watchkeep.insight.detection"
    label = "detection"
    verbose_name = _("Detection")

"""The reclaiming slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReclaimingConfig(AppConfig):
    """How seats come back."""

    name = "watchkeep.duty.reclaiming"
    label = "reclaiming"
    verbose_name = _("Reclaiming")
    default_auto_field = "django.db.models.BigAutoField"

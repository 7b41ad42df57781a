"""The verdicts slice as Django sees it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VerdictsConfig(AppConfig):
    """What a change did."""

    name = "watchkeep.insight.verdicts"
    label = "verdicts"
    verbose_name = _("Verdicts")
    default_auto_field = "django.db.models.BigAutoField"

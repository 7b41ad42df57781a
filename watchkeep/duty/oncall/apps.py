"""The Django application of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OncallConfig(AppConfig):
    """On call and escalation."""

    name = "watchkeep.duty.oncall"
    label = "oncall"
    verbose_name = _("On call")
    default_auto_field = "django.db.models.BigAutoField"

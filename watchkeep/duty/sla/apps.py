"""The Django application of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SlaConfig(AppConfig):
    """Service levels."""

    name = "watchkeep.duty.sla"
    label = "sla"
    verbose_name = _("Service levels")

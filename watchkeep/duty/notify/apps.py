"""The Django application of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotifyConfig(AppConfig):
    """Notifications."""

    name = "watchkeep.duty.notify"
    label = "notify"
    verbose_name = _("Notifications")

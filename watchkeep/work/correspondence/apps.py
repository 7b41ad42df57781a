"""The Django application of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorrespondenceConfig(AppConfig):
    """Correspondence."""

    name = "watchkeep.work.correspondence"
    label = "correspondence"
    verbose_name = _("Correspondence")

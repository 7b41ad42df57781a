"""The Django application of this slice."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegulationsConfig(AppConfig):
    """What the law wants reported, and by when."""

    name = "watchkeep.duty.regulations"
    label = "regulations"
    verbose_name = _("Regulations")

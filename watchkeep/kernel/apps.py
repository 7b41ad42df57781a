"""The kernel as Django sees it; at start it takes in the wiring page, which settings name."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import import_string


class Kernel(AppConfig):
    """Machinery without a business word."""

    name = "watchkeep.kernel"
    label = "kernel"
    verbose_name = "Kernel"

    def ready(self) -> None:
        """Connect facts to reactions and sweeps to their hours."""
        connect = import_string("watchkeep.kernel.wires.connect")  # has models: not before Django is ready
        connect(import_string(f"{settings.WIRING}.WHEN"), import_string(f"{settings.WIRING}.EVERY"))

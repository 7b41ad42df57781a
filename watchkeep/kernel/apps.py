"""The kernel as Django sees it; at start it takes in the wiring page, which settings name."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.conf import settings
from django.utils.module_loading import import_string, module_has_submodule

from watchkeep.kernel import migrating


class Kernel(AppConfig):
    """Machinery without a business word."""

    name = "watchkeep.kernel"
    label = "kernel"
    verbose_name = "Kernel"

    def ready(self) -> None:
        """Connect facts to reactions and sweeps to their hours; let migrations be quick."""
        migrating.quicken()
        connect = import_string("watchkeep.kernel.wires.connect")  # has models: not before Django is ready
        connect(import_string(f"{settings.WIRING}.WHEN"), import_string(f"{settings.WIRING}.EVERY"))
        _gather("permissions")


def _gather(room: str) -> None:
    """Load that room of every slice, so that what is listed in it is known in every process."""
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, room):
            import_module(f"{config.name}.{room}")

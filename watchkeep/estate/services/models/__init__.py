"""Services, what they stand on, and the windows in which they may be down."""

from watchkeep.estate.services.models.maintenance import MaintenancePlan, MaintenanceQuerySet, MaintenanceWindow
from watchkeep.estate.services.models.offering import (
    Dependency,
    Footing,
    Service,
    ServiceContract,
    ServiceItem,
    ServiceQuerySet,
)

__all__ = [
    "Dependency",
    "Footing",
    "MaintenancePlan",
    "MaintenanceQuerySet",
    "MaintenanceWindow",
    "Service",
    "ServiceContract",
    "ServiceItem",
    "ServiceQuerySet",
]

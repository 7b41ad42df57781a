"""What the services slice tells."""

from dataclasses import dataclass, field
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ServiceAdded(Fact, kind="service.added", stream="service"):
    """There is a new service."""

    name: str


@dataclass(frozen=True, kw_only=True)
class ServiceEdited(Fact, kind="service.edited", stream="service"):
    """What we know of a service has changed: its owner, tier, value, users or hours."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ServiceRetired(Fact, kind="service.retired", stream="service"):
    """The service is no longer offered."""


@dataclass(frozen=True, kw_only=True)
class ServiceRevived(Fact, kind="service.revived", stream="service"):
    """The service is offered again."""


@dataclass(frozen=True, kw_only=True)
class DependencyAdded(Fact, kind="service.dependency_added", stream="service"):
    """The service fails when that other one does."""

    depends_on: int


@dataclass(frozen=True, kw_only=True)
class DependencyRemoved(Fact, kind="service.dependency_removed", stream="service"):
    """The service no longer needs that other one."""

    depends_on: int


@dataclass(frozen=True, kw_only=True)
class ItemAttached(Fact, kind="service.item_attached", stream="service"):
    """The service runs on this item."""

    item: int


@dataclass(frozen=True, kw_only=True)
class ItemDetached(Fact, kind="service.item_detached", stream="service"):
    """The service no longer runs on this item."""

    item: int


@dataclass(frozen=True, kw_only=True)
class ContractAttached(Fact, kind="service.contract_attached", stream="service"):
    """The service leans on this contract."""

    contract: int


@dataclass(frozen=True, kw_only=True)
class ContractDetached(Fact, kind="service.contract_detached", stream="service"):
    """The service no longer leans on this contract."""

    contract: int


@dataclass(frozen=True, kw_only=True)
class MaintenancePlanned(Fact, kind="maintenance.planned", stream="maintenance"):
    """These services and items may be down for a while, on purpose."""

    services: list[int]
    starts_at: datetime
    ends_at: datetime
    items: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class MaintenanceMoved(Fact, kind="maintenance.moved", stream="maintenance"):
    """The window is at another time now, or over something else."""

    services: list[int]
    starts_at: datetime
    ends_at: datetime
    items: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class MaintenanceCancelled(Fact, kind="maintenance.cancelled", stream="maintenance"):
    """Nothing is done then after all, or the work ended early."""


@dataclass(frozen=True, kw_only=True)
class MaintenanceBegun(Fact, kind="maintenance.begun", stream="maintenance"):
    """The window is in force; after a downtime it may be told late of ``starts_at``."""

    services: list[int]
    starts_at: datetime
    ends_at: datetime
    items: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class MaintenanceEnded(Fact, kind="maintenance.ended", stream="maintenance"):
    """The window is in force no longer, since ``ended_at``."""

    services: list[int]
    ended_at: datetime
    items: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PlanMade(Fact, kind="maintenance_plan.made", stream="maintenance_plan"):
    """Maintenance comes again and again, by a rule."""

    rule: str
    services: list[int]
    items: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PlanEdited(Fact, kind="maintenance_plan.edited", stream="maintenance_plan"):
    """It comes at other times, or over something else; what was laid out ahead has followed."""

    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class PlanEnded(Fact, kind="maintenance_plan.ended", stream="maintenance_plan"):
    """It comes no more."""


@dataclass(frozen=True, kw_only=True)
class FootingChanged(Fact, kind="service.footing_changed", stream="service"):
    """It stands on other items than were counted before; ``through``: the services that these carry, and itself."""

    through: list[int]


FOR_PROGRAMS = (MaintenancePlanned, MaintenanceMoved, MaintenanceCancelled, MaintenanceBegun, MaintenanceEnded)
"""What programs may hear of."""
FOR_THE_RECORD = (ContractAttached, ContractDetached, PlanMade, PlanEdited, PlanEnded)
"""What is told for the record alone."""

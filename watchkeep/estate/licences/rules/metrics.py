"""What one thing counts by each metric: how many licences of it a machine, a person or a place needs.

Cores count at least a minimum for each processor and at least a minimum for each machine; the usual ones are 8 and 16
for Windows Server and 4 for each processor of SQL Server (sources: Microsoft, “Windows Server licensing guide” and “SQL
Server licensing guide”, core-based licensing). Where nobody told how many processors or cores a machine has, it counts
one processor and as many cores as the minimum.
"""

from enum import StrEnum


class By(StrEnum):
    """What is counted."""

    USER = "user"
    DEVICE = "device"
    CORE = "core"
    PROCESSOR = "processor"
    CONCURRENT = "concurrent"
    SITE = "site"
    SEAT = "seat"


WEIGHED = (By.CORE, By.PROCESSOR)
"""Metrics by which one machine may count more than one."""
OF_MACHINES = (By.DEVICE, *WEIGHED)
OF_PEOPLE = (By.USER, By.SEAT)


def licences_for(
    by: By, *, processors: int | None = None, cores: int | None = None, per_processor: int = 0, per_machine: int = 0
) -> int:
    """How many licences one machine needs.

    By core: ``max(per_machine, processors * max(per_processor, ceil(cores / processors)))``. By processor: how many
    there are. By any other metric: one.
    """
    sockets = max(processors or 1, 1)
    if by == By.PROCESSOR:
        return sockets
    if by != By.CORE:
        return 1
    on_each = -(-max(cores or sockets, sockets) // sockets)
    return max(per_machine, sockets * max(per_processor, on_each))

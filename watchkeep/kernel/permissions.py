"""Permissions are code: each slice lists its own. Which role holds which is data."""

from enum import StrEnum


class Permissions(StrEnum):
    """Base of every slice's list. A member's name is for code, its value for rows and tokens."""

    @property
    def label(self) -> str:
        """The permission in words, read from its value: ``incident.set_severity`` → Incident: set severity."""
        area, _, act = self.value.partition(".")
        return f"{area.replace('_', ' ').capitalize()}: {act.replace('_', ' ')}"


def every() -> frozenset[str]:
    """The names of all permissions of all slices that are loaded."""
    return frozenset(member.value for group in _groups() for member in group)


def by_area() -> dict[str, list[Permissions]]:
    """All permissions, grouped by the part of Watchkeep that they belong to."""
    areas: dict[str, list[Permissions]] = {}
    for group in _groups():
        for member in group:
            areas.setdefault(member.value.partition(".")[0], []).append(member)
    return dict(sorted(areas.items()))


def _groups() -> list[type[Permissions]]:
    return sorted(Permissions.__subclasses__(), key=lambda group: group.__module__)


class Machinery(Permissions):
    """Looking after the program itself."""

    READ = "machinery.read"
    RETRY = "machinery.retry"

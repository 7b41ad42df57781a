"""All permissions as choices: for roles, and for the scopes of tokens."""

from watchkeep.kernel import permissions

AREAS = {"oncall": "On-call", "sla": "SLA"}
"""Parts of Watchkeep whose names are no plain words."""


def every_permission() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all permissions, by the part of Watchkeep that they belong to."""
    areas = permissions.by_area().items()
    return [(AREAS.get(area, area.capitalize()), [(one.value, _act(one)) for one in group]) for area, group in areas]


def _act(one: permissions.Permissions) -> str:
    return one.value.partition(".")[2].replace("_", " ")

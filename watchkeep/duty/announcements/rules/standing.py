"""How several judgements become one."""

from collections.abc import Iterable

ORDER = ("operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage")
_IMPACT = ("none", "none", "minor", "major", "critical")


def worst(statuses: Iterable[str]) -> str:
    """The worst of these; operational when there is none."""
    return max(statuses, key=ORDER.index, default=ORDER[0])


def impact_of(statuses: Iterable[str]) -> str:
    """The impact of an incident that has these effects: as bad as the component that fares worst."""
    return _IMPACT[ORDER.index(worst(statuses))]


def indicator(statuses: Iterable[str]) -> str:
    """A page in one word: none, maintenance, minor, major or critical.

    It is critical only when nothing is left that works; one component that is wholly down among others is major.
    """
    all_ = [*statuses]
    found = worst(all_)
    if found == "under_maintenance":
        return "maintenance"
    if found == "major_outage" and any(status != found for status in all_):
        return "major"
    if found == "partial_outage" and sum(status in ("partial_outage", "major_outage") for status in all_) == 1:
        return "minor" if len(all_) > 1 else "major"
    return _IMPACT[ORDER.index(found)]

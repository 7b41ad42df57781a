"""Which versions an entitlement covers: its own, newer ones by upgrade rights, older ones by downgrade rights.

A bound is as exact as it is written: “16” covers 16.4, and 16.10 is newer than 16.9. What nobody told is covered: an
unknown edition or version is no reason to buy.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Upgrades(StrEnum):
    """Whether newer versions may be used."""

    NONE = "none"
    MAINTENANCE = "maintenance"
    ALWAYS = "always"


@dataclass(frozen=True)
class Terms:
    """What of a product an entitlement covers. Empty bounds and an empty edition are any."""

    edition: str = ""
    lowest: str = ""
    highest: str = ""
    upgrades: Upgrades = Upgrades.NONE
    downgrades: bool = False
    maintenance_until: date | None = None


def is_covered(terms: Terms, edition: str, version: str, on: date) -> bool:
    """Whether something of this edition and version may run on that day."""
    if terms.edition and edition and terms.edition.casefold() != edition.casefold():
        return False
    told = numbers(version)
    if not told:
        return True
    if terms.highest and cut(told, terms.highest) > numbers(terms.highest):
        return _may_upgrade(terms, on)
    return terms.downgrades or not terms.lowest or cut(told, terms.lowest) >= numbers(terms.lowest)


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers; nothing for one that begins with none."""
    parts: list[int] = []
    for part in version.split("."):
        if not (part.isascii() and part.isdigit()):
            break
        parts.append(int(part[:18]))
    return tuple(parts)


def cut(told: tuple[int, ...], bound: str) -> tuple[int, ...]:
    """A version as exact as its bound is written; missing places are zeros."""
    places = len(numbers(bound))
    return (*told, *(0,) * places)[:places]


def _may_upgrade(terms: Terms, on: date) -> bool:
    if terms.upgrades == Upgrades.MAINTENANCE:
        return terms.maintenance_until is not None and terms.maintenance_until >= on
    return terms.upgrades == Upgrades.ALWAYS

"""Steps in their order: put in, changed, moved, taken out. Each answers the new order and leaves the old one alone."""

import hashlib
from collections.abc import Collection, Sequence

import msgspec
from django.utils.text import slugify

from watchkeep.duty.automation.rules.steps import Step

LONGEST_KEY = 40


def key_for(title: str, taken: Collection[str]) -> str:
    """A short name for a step: its title in small letters, with a number when another has it."""
    base = slugify(title)[:LONGEST_KEY].strip("-_").replace("_", "-") or "step"
    key, number = base, 2
    while key in taken:
        end = f"-{number}"
        key, number = f"{base[: LONGEST_KEY - len(end)]}{end}", number + 1
    return key


def put(steps: Sequence[Step], step: Step, after: str | None) -> list[Step]:
    """Put a step in after the one with that key; at the beginning for ``""``, at the end for None or a key gone."""
    places = {one.key: place + 1 for place, one in enumerate(steps)}
    place = 0 if after == "" else places.get(after or "", len(steps))
    return [*steps[:place], step, *steps[place:]]


def replaced(steps: Sequence[Step], step: Step) -> list[Step]:
    """The step of this key becomes another."""
    return [step if one.key == step.key else one for one in steps]


def moved(steps: Sequence[Step], key: str, by: int) -> list[Step]:
    """The step of this key so many places later, or earlier when less than none; never beyond either end."""
    found = list(steps)
    place = next(place for place, one in enumerate(found) if one.key == key)
    step = found.pop(place)
    found.insert(max(0, min(len(found), place + by)), step)
    return found


def without(steps: Sequence[Step], key: str) -> list[Step]:
    """All but the step of this key."""
    return [one for one in steps if one.key != key]


def mark_of(written: Step | str) -> str:
    """What stands for a step or a text as somebody saw it, to notice that another changed it meanwhile."""
    return hashlib.sha256(msgspec.json.encode(written)).hexdigest()[:16]

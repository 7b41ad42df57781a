"""Which classes a relation may join: where one rule allows it and none forbids it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from watchkeep.estate.assets.models import RelationKind

ANY = ""
"""Stands for every class."""
NETWORK_DEVICE = "network_device"
Rule = tuple[str, str, str, bool]
"""A kind of relation, from which class (its path), to which, and whether it is allowed."""


class Joins:
    """The rules, ready to be asked of many pairs."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = {(kind, one, other): is_allowed for kind, one, other, is_allowed in rules}

    def may_join(self, line: Sequence[str], kind: str, other: Sequence[str]) -> bool:
        """Whether a relation may lead from a class with this line to one with that."""
        said = {
            self._rules[pair] for pair in product([kind], [ANY, *line], [ANY, *other]) if pair in self._rules
        }  # fmt: skip
        return said == {True}


def either_way(one: int, kind: str, other: int) -> tuple[int, str, int]:
    """A relation as it is compared: what connects to something is connected by it."""
    return (min(one, other), kind, max(one, other)) if kind == RelationKind.CONNECTS_TO else (one, kind, other)


def towards_the_network(one: int, other: int, lines: Mapping[int, Sequence[str]]) -> tuple[int, int]:
    """Which of two that connect to each other is read first: a machine connects to the device of its network."""
    is_of_the_network = [NETWORK_DEVICE in lines[each][-1].split(".") for each in (one, other)]
    return (other, one) if is_of_the_network == [True, False] else (one, other)

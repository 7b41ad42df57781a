"""Which classes a relation may join: where one rule allows it and none forbids it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

ANY = ""
"""Stands for every class."""
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

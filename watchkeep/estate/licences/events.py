"""What can be told of software products and of how titles are read."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ProductAdded(Fact, kind="software_product.added", stream="software_product"):
    """There is one more product that titles can mean."""

    name: str


@dataclass(frozen=True, kw_only=True)
class ProductEdited(Fact, kind="software_product.edited", stream="software_product"):
    """What is known of it has changed."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class RuleAdded(Fact, kind="software_rule.added", stream="software_product"):
    """Titles that are called so mean it from now on. ``title``: the one whose correction it is."""

    rule: int
    pattern: str
    title: int | None = None


@dataclass(frozen=True, kw_only=True)
class RuleRemoved(Fact, kind="software_rule.removed", stream="software_product"):
    """Titles that are called so no longer mean it."""

    pattern: str


@dataclass(frozen=True, kw_only=True)
class TitleSetAside(Fact, kind="software_title.set_aside", stream="software_title"):
    """Nobody needs to know what it is, for a reason."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class TitleTakenUp(Fact, kind="software_title.taken_up", stream="software_title"):
    """It waits again for somebody to say what it is."""


FOR_THE_RECORD = (ProductAdded, ProductEdited, RuleAdded, RuleRemoved, TitleSetAside, TitleTakenUp)
"""What is told for the record alone."""

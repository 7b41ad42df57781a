"""What the assets slice tells."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ItemAdded(Fact, kind="item.added", stream="item"):
    """We look after one more thing."""

    name: str


@dataclass(frozen=True, kw_only=True)
class ItemEdited(Fact, kind="item.edited", stream="item"):
    """A person changed what we know of it."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ItemObserved(Fact, kind="item.observed", stream="item"):
    """A source says other things of it than were known, and its word counts."""

    source: str
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ItemMet(Fact, kind="item.met", stream="item"):
    """A source met it: for the first time, or although it is retired or disposed of; of those, once a day."""

    is_first: bool


@dataclass(frozen=True, kw_only=True)
class ValuePinned(Fact, kind="item.pinned", stream="item"):
    """A person's word for an attribute stands, whatever sources say."""

    attribute: str


@dataclass(frozen=True, kw_only=True)
class ValueUnpinned(Fact, kind="item.unpinned", stream="item"):
    """The sources speak again."""

    attribute: str


@dataclass(frozen=True, kw_only=True)
class ItemMerged(Fact, kind="item.merged", stream="item"):
    """It has turned out to be the same thing as another item, which stands for it now."""

    into: int


@dataclass(frozen=True, kw_only=True)
class ItemParted(Fact, kind="item.parted", stream="item"):
    """It is a thing of its own again, and no longer the same as the item that stood for it."""

    former: int


@dataclass(frozen=True, kw_only=True)
class SoftwareChanged(Fact, kind="item.software_changed", stream="item"):
    """Other software is on it than was, as a source says: so many titles came and went."""

    source: str
    came: int
    went: int


@dataclass(frozen=True, kw_only=True)
class ItemReceived(Fact, kind="item.received", stream="item"):
    """What was ordered has come."""


@dataclass(frozen=True, kw_only=True)
class ItemPutToUse(Fact, kind="item.put_to_use", stream="item"):
    """It is in use, by somebody or for everybody."""

    user: int | None = None


@dataclass(frozen=True, kw_only=True)
class ItemTakenBack(Fact, kind="item.taken_back", stream="item"):
    """It is back in stock."""

    user: int | None = None


@dataclass(frozen=True, kw_only=True)
class ItemSentToRepair(Fact, kind="item.sent_to_repair", stream="item"):
    """It is being repaired."""


@dataclass(frozen=True, kw_only=True)
class ItemMissing(Fact, kind="item.missing", stream="item"):
    """Nobody knows where it is."""


@dataclass(frozen=True, kw_only=True)
class ItemFound(Fact, kind="item.found", stream="item"):
    """It was missing and is there again."""


@dataclass(frozen=True, kw_only=True)
class ItemRetired(Fact, kind="item.retired", stream="item"):
    """It is no longer in use."""


@dataclass(frozen=True, kw_only=True)
class ItemRevived(Fact, kind="item.revived", stream="item"):
    """It had been retired and is in use again."""


@dataclass(frozen=True, kw_only=True)
class ItemDisposed(Fact, kind="item.disposed", stream="item"):
    """It is gone for good."""

    how: str


@dataclass(frozen=True, kw_only=True)
class Related(Fact, kind="item.related", stream="item"):
    """It hangs on another item."""

    relation: str
    other: int


@dataclass(frozen=True, kw_only=True)
class Unrelated(Fact, kind="item.unrelated", stream="item"):
    """It hangs on that other item no longer."""

    relation: str
    other: int


@dataclass(frozen=True, kw_only=True)
class ClassAdded(Fact, kind="item_class.added", stream="item_class"):
    """There is one more sort of thing."""

    path: str


@dataclass(frozen=True, kw_only=True)
class ClassEdited(Fact, kind="item_class.edited", stream="item_class"):
    """What is known of such things is described otherwise."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class AuthoritySet(Fact, kind="authority.set", stream="authority"):
    """Whose word counts, for a class (by its path) or all, for an attribute or all."""

    path: str
    attribute: str
    order: list[str]


@dataclass(frozen=True, kw_only=True)
class AuthorityRemoved(Fact, kind="authority.removed", stream="authority"):
    """A rule of authority holds no longer; the one above it does."""


@dataclass(frozen=True, kw_only=True)
class RelationRuleSet(Fact, kind="relation_rule.set", stream="relation_rule"):
    """A relation may lead from one class to another (by their paths, empty for all), or may not."""

    relation: str
    one: str
    other: str
    is_allowed: bool


@dataclass(frozen=True, kw_only=True)
class RelationRuleRemoved(Fact, kind="relation_rule.removed", stream="relation_rule"):
    """What was said of a relation between two classes is said no longer."""

    relation: str
    one: str
    other: str


@dataclass(frozen=True, kw_only=True)
class FileRead(Fact, kind="item_file.read", stream="item_file"):
    """A file of items or relations was taken in: so many are new, changed, refused."""

    format: str
    added: int
    changed: int
    refused: int


Retying = Related | Unrelated | ItemRetired | ItemRevived | ItemMerged | ItemParted
"""After these items hang together otherwise than before."""
FOR_THE_RECORD = (
    ValuePinned, ValueUnpinned, ClassAdded, ClassEdited, RelationRuleSet, RelationRuleRemoved, FileRead,
)  # fmt: skip
"""What is told for the record alone."""

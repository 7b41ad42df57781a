"""What can be told of any ticket."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Replied(Fact, kind="ticket.replied", stream="ticket"):
    """Somebody wrote where everybody on the ticket can read it. ``from_desk``: one of us, not the requester."""

    comment: int
    from_desk: bool


@dataclass(frozen=True, kw_only=True)
class Noted(Fact, kind="ticket.noted", stream="ticket"):
    """Somebody wrote an internal note."""

    comment: int


@dataclass(frozen=True, kw_only=True)
class EntryPinned(Fact, kind="ticket.entry_pinned", stream="ticket"):
    """Somebody marked an entry of the timeline as one that tells the story. ``entry``: the fact that it shows."""

    entry: int


@dataclass(frozen=True, kw_only=True)
class EntryUnpinned(Fact, kind="ticket.entry_unpinned", stream="ticket"):
    """It does not, after all."""

    entry: int


@dataclass(frozen=True, kw_only=True)
class Mentioned(Fact, kind="ticket.mentioned", stream="ticket"):
    """A note speaks to these people by name."""

    comment: int
    people: list[int]


@dataclass(frozen=True, kw_only=True)
class Attached(Fact, kind="ticket.attached", stream="ticket"):
    """A file was added, with a comment or on its own."""

    attachment: int
    name: str
    is_public: bool = True


@dataclass(frozen=True, kw_only=True)
class Assigned(Fact, kind="ticket.assigned", stream="ticket"):
    """Another team or person has it now; None is nobody."""

    team: int | None
    person: int | None
    was_team: int | None
    was_person: int | None


@dataclass(frozen=True, kw_only=True)
class Edited(Fact, kind="ticket.edited", stream="ticket"):
    """Fields were corrected. Long texts are named, not repeated."""

    version: int
    fields: list[str]
    was: dict[str, str | int | None] = field(default_factory=dict)
    now: dict[str, str | int | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Tagged(Fact, kind="ticket.tagged", stream="ticket"):
    """Tags were added or taken off."""

    added: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class Watched(Fact, kind="ticket.watched", stream="ticket"):
    """Somebody follows the ticket from here on."""

    person: int


@dataclass(frozen=True, kw_only=True)
class Unwatched(Fact, kind="ticket.unwatched", stream="ticket"):
    """Somebody no longer follows the ticket."""

    person: int


@dataclass(frozen=True, kw_only=True)
class Linked(Fact, kind="ticket.linked", stream="ticket"):
    """The ticket was tied to another; ``relation`` reads from this one to the other."""

    other: int
    relation: str


@dataclass(frozen=True, kw_only=True)
class Unlinked(Fact, kind="ticket.unlinked", stream="ticket"):
    """The tie to another ticket was taken away."""

    other: int
    relation: str


@dataclass(frozen=True, kw_only=True)
class Split(Fact, kind="ticket.split", stream="ticket"):
    """Something that was said here became a ticket of its own."""

    comment: int
    other: int


@dataclass(frozen=True, kw_only=True)
class ViewSaved(Fact, kind="view.saved", stream="view"):
    """A set of filters was kept under a name."""

    name: str
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class ViewDropped(Fact, kind="view.dropped", stream="view"):
    """A saved view was deleted."""

    name: str


FOR_THE_RECORD = (
    Attached, Tagged, Watched, Unwatched, Linked, Unlinked, Split, EntryUnpinned, ViewSaved, ViewDropped,
)  # fmt: skip
"""What is told for the record alone."""

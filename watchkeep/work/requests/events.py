"""What can be told of a request (the record is the ticket's id), of the catalogue, and of what people hold."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Opened(Fact, kind="request.opened", stream="ticket"):
    """Somebody asks for something."""

    number: str
    source: str
    item: int | None
    edition: int | None
    service: int | None
    team: int | None
    priority: int
    requester: int | None


@dataclass(frozen=True, kw_only=True)
class Waiting(Fact, kind="request.waiting", stream="ticket"):
    """Somebody must agree before work goes on. Whoever works on it stops."""

    approval: int


@dataclass(frozen=True, kw_only=True)
class Cleared(Fact, kind="request.cleared", stream="ticket"):
    """Nothing stands in the way any more: everybody agreed, or nobody had to. Fulfilment may begin.

    ``has_waited``: work could not go on until now.
    """

    item: int | None
    edition: int | None
    was_approved: bool
    has_waited: bool = True


@dataclass(frozen=True, kw_only=True)
class Started(Fact, kind="request.started", stream="ticket"):
    """Somebody works on it."""

    person: int | None


@dataclass(frozen=True, kw_only=True)
class Held(Fact, kind="request.held", stream="ticket"):
    """It waits for something outside our hands, perhaps for the requester."""

    reason: str
    for_requester: bool


@dataclass(frozen=True, kw_only=True)
class Resumed(Fact, kind="request.resumed", stream="ticket"):
    """The waiting is over."""


@dataclass(frozen=True, kw_only=True)
class Changed(Fact, kind="request.changed", stream="ticket"):
    """What is asked for is another thing now."""

    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class Fulfilled(Fact, kind="request.fulfilled", stream="ticket"):
    """They have what they asked for."""

    item: int | None
    result: str


@dataclass(frozen=True, kw_only=True)
class Closed(Fact, kind="request.closed", stream="ticket"):
    """The grace period is over."""


@dataclass(frozen=True, kw_only=True)
class Refused(Fact, kind="request.refused", stream="ticket"):
    """They will not get it, for a reason that they read."""

    reason: str
    by_approval: bool


@dataclass(frozen=True, kw_only=True)
class Cancelled(Fact, kind="request.cancelled", stream="ticket"):
    """It is not needed any more."""

    reason: str
    by_requester: bool


@dataclass(frozen=True, kw_only=True)
class Reopened(Fact, kind="request.reopened", stream="ticket"):
    """It is not what was asked for."""

    reason: str
    was: str


@dataclass(frozen=True, kw_only=True)
class Turned(Fact, kind="request.turned", stream="ticket"):
    """Something is broken: an incident goes on where the request ends."""

    into: int
    number: str


@dataclass(frozen=True, kw_only=True)
class Merged(Fact, kind="request.merged", stream="ticket"):
    """It is read and worked in another request now."""

    into: int
    was: str


@dataclass(frozen=True, kw_only=True)
class Unmerged(Fact, kind="request.unmerged", stream="ticket"):
    """It was another thing after all and goes on by itself."""

    out_of: int
    state: str


@dataclass(frozen=True, kw_only=True)
class GivenBack(Fact, kind="request.given_back", stream="ticket"):
    """Somebody no longer holds what they got by this request."""

    holding: int
    item: int
    person: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class CategorySaved(Fact, kind="catalogue.category_saved", stream="catalogue_category"):
    """A shelf of the catalogue is there or another one."""

    name: str


@dataclass(frozen=True, kw_only=True)
class CategoryRemoved(Fact, kind="catalogue.category_removed", stream="catalogue_category"):
    """An empty shelf is gone."""

    name: str


@dataclass(frozen=True, kw_only=True)
class ItemAdded(Fact, kind="catalogue.item_added", stream="catalogue_item"):
    """The catalogue has one more item; it is offered once an edition is published."""

    name: str


@dataclass(frozen=True, kw_only=True)
class ItemEdited(Fact, kind="catalogue.item_edited", stream="catalogue_item"):
    """An item is described otherwise."""

    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class ItemRetired(Fact, kind="catalogue.item_retired", stream="catalogue_item"):
    """It is not offered any more. Running requests go on."""


@dataclass(frozen=True, kw_only=True)
class ItemRevived(Fact, kind="catalogue.item_revived", stream="catalogue_item"):
    """It is offered again."""


@dataclass(frozen=True, kw_only=True)
class ItemReviewed(Fact, kind="catalogue.item_reviewed", stream="catalogue_item"):
    """Somebody has looked whether it is still right, and says when to look again."""

    next_on: str


@dataclass(frozen=True, kw_only=True)
class PictureAdded(Fact, kind="catalogue.picture_added", stream="catalogue_item"):
    """An item has one more picture."""

    picture: int
    name: str


@dataclass(frozen=True, kw_only=True)
class PictureRemoved(Fact, kind="catalogue.picture_removed", stream="catalogue_item"):
    """A picture of an item is gone."""

    picture: int
    name: str


@dataclass(frozen=True, kw_only=True)
class EditionDrafted(Fact, kind="catalogue.edition_drafted", stream="catalogue_item"):
    """Somebody writes at what is asked, what it costs and who must agree."""

    number: int


@dataclass(frozen=True, kw_only=True)
class EditionDropped(Fact, kind="catalogue.edition_dropped", stream="catalogue_item"):
    """A draft was thrown away."""

    number: int


@dataclass(frozen=True, kw_only=True)
class EditionPublished(Fact, kind="catalogue.edition_published", stream="catalogue_item"):
    """New requests are asked for under this edition."""

    number: int
    note: str


@dataclass(frozen=True, kw_only=True)
class ReviewDue(Fact, kind="catalogue.review_due", stream="catalogue_item"):
    """Its owner should look whether the item is still right."""

    owner: int | None
    name: str


FOR_PROGRAMS = (
    Opened, Waiting, Cleared, Started, Held, Resumed, Fulfilled, Closed, Refused, Cancelled, Reopened, Turned,
    GivenBack, EditionPublished,
)  # fmt: skip
"""What programs may hear of."""

FOR_THE_RECORD = (
    Changed, CategorySaved, CategoryRemoved, ItemAdded, ItemEdited, ItemRetired, ItemRevived, ItemReviewed,
    PictureAdded, PictureRemoved, EditionDrafted, EditionDropped,
)  # fmt: skip
"""What is told for the record alone."""

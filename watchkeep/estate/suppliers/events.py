"""What can be told of suppliers and contracts. Texts stay on the record."""

from dataclasses import dataclass, field
from datetime import date

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SupplierAdded(Fact, kind="supplier.added", stream="supplier"):
    """We buy from one more firm."""

    name: str


@dataclass(frozen=True, kw_only=True)
class SupplierEdited(Fact, kind="supplier.edited", stream="supplier"):
    """What we know of it has changed."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class SupplierRetired(Fact, kind="supplier.retired", stream="supplier"):
    """We buy there no longer."""


@dataclass(frozen=True, kw_only=True)
class SupplierRevived(Fact, kind="supplier.revived", stream="supplier"):
    """We buy there again."""


@dataclass(frozen=True, kw_only=True)
class ContactAdded(Fact, kind="supplier.contact_added", stream="supplier"):
    """We know somebody there."""

    contact: int


@dataclass(frozen=True, kw_only=True)
class ContactEdited(Fact, kind="supplier.contact_edited", stream="supplier"):
    """What we know of somebody there has changed."""

    contact: int
    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class ContactRemoved(Fact, kind="supplier.contact_removed", stream="supplier"):
    """Somebody is no longer to be called there."""

    contact: int


@dataclass(frozen=True, kw_only=True)
class Drafted(Fact, kind="contract.drafted", stream="contract"):
    """Something is being agreed."""

    number: str
    supplier: int


@dataclass(frozen=True, kw_only=True)
class Edited(Fact, kind="contract.edited", stream="contract"):
    """What is known of it has changed."""

    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class PutInForce(Fact, kind="contract.put_in_force", stream="contract"):
    """It binds both sides."""

    number: str
    ends_on: date | None
    notice_by: date | None


@dataclass(frozen=True, kw_only=True)
class NoticeAhead(Fact, kind="contract.notice_ahead", stream="contract"):
    """The last day for notice comes near. ``is_first``: nobody was warned of this day before."""

    number: str
    owner: int | None
    notice_by: date
    ends_on: date
    days_left: int
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class EndsSoon(Fact, kind="contract.ends_soon", stream="contract"):
    """Its end comes near, and it does not go on by itself. ``is_first``: nobody was warned of this day before."""

    number: str
    owner: int | None
    ends_on: date
    days_left: int
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class Renewed(Fact, kind="contract.renewed", stream="contract"):
    """Nobody gave notice in time: it goes on."""

    number: str
    owner: int | None
    was_ends_on: date
    ends_on: date
    notice_by: date


@dataclass(frozen=True, kw_only=True)
class NoticeGiven(Fact, kind="contract.notice_given", stream="contract"):
    """It will end."""

    number: str
    given_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class NoticeWithdrawn(Fact, kind="contract.notice_withdrawn", stream="contract"):
    """Both sides agree that it goes on."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Ended(Fact, kind="contract.ended", stream="contract"):
    """It binds nobody any more."""

    number: str
    owner: int | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Cancelled(Fact, kind="contract.cancelled", stream="contract"):
    """Nothing was agreed."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DocumentAdded(Fact, kind="contract.document_added", stream="contract"):
    """There is one more paper."""

    document: int
    name: str


@dataclass(frozen=True, kw_only=True)
class DocumentRemoved(Fact, kind="contract.document_removed", stream="contract"):
    """A paper is gone."""

    document: int
    name: str


FOR_PROGRAMS = (PutInForce, NoticeAhead, EndsSoon, Renewed, NoticeGiven, Ended)
"""What programs may hear of."""

FOR_THE_RECORD = (
    SupplierAdded, SupplierEdited, SupplierRetired, SupplierRevived, ContactAdded, ContactEdited, ContactRemoved,
    Drafted, Cancelled, DocumentAdded, DocumentRemoved,
)  # fmt: skip
"""What is told for the record alone."""

"""What can be told of software products, of how titles are read, and of what was bought."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

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


@dataclass(frozen=True, kw_only=True)
class Entitled(Fact, kind="entitlement.added", stream="entitlement"):
    """So many licences were bought."""

    number: str
    quantity: int
    products: list[int]


@dataclass(frozen=True, kw_only=True)
class EntitlementEdited(Fact, kind="entitlement.edited", stream="entitlement"):
    """What is known of it was corrected."""

    changed: list[str]


@dataclass(frozen=True, kw_only=True)
class EntitlementEnded(Fact, kind="entitlement.ended", stream="entitlement"):
    """It holds until that day and no longer."""

    ends_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class KeyAdded(Fact, kind="entitlement.key_added", stream="entitlement"):
    """A licence key is kept with it."""

    key: int


@dataclass(frozen=True, kw_only=True)
class KeyShown(Fact, kind="entitlement.key_shown", stream="entitlement"):
    """Somebody was shown a licence key."""

    key: int


@dataclass(frozen=True, kw_only=True)
class KeyRemoved(Fact, kind="entitlement.key_removed", stream="entitlement"):
    """A licence key is no longer kept."""

    key: int


@dataclass(frozen=True, kw_only=True)
class EntitlementDocumentAdded(Fact, kind="entitlement.document_added", stream="entitlement"):
    """A paper is kept with it."""

    document: int
    name: str


@dataclass(frozen=True, kw_only=True)
class EntitlementDocumentRemoved(Fact, kind="entitlement.document_removed", stream="entitlement"):
    """A paper was taken away."""

    document: int
    name: str


@dataclass(frozen=True, kw_only=True)
class RenewalAhead(Fact, kind="entitlement.renewal_ahead", stream="entitlement"):
    """Somebody decides in time about it. ``decide_by``: the last day for notice, or its end where it ends by itself.

    ``is_first``: nobody was warned of this day before.
    """

    number: str
    owner: int | None
    decide_by: date
    ends_on: date
    days_left: int
    is_first: bool


@dataclass(frozen=True, kw_only=True)
class Expired(Fact, kind="entitlement.expired", stream="entitlement"):
    """It holds no longer."""

    number: str
    owner: int | None


@dataclass(frozen=True, kw_only=True)
class Overused(Fact, kind="software_product.overused", stream="software_product"):
    """More of it is used than is covered. ``cost``: what is missing would cost so much in a year, in euro."""

    owner: int | None
    owned: int
    used: int
    missing: int
    cost: str


@dataclass(frozen=True, kw_only=True)
class Unlicensed(Fact, kind="software_product.unlicensed", stream="software_product"):
    """It is used, and none of it was bought."""

    owner: int | None
    owned: int
    used: int
    missing: int
    cost: str


@dataclass(frozen=True, kw_only=True)
class BackInOrder(Fact, kind="software_product.in_order", stream="software_product"):
    """All that is used of it is covered again."""

    owned: int
    used: int


@dataclass(frozen=True, kw_only=True)
class SeatsIdle(Fact, kind="software_product.seats_idle", stream="software_product"):
    """So many more seats have not been used for so many days."""

    owner: int | None
    seats: int
    days: int


@dataclass(frozen=True, kw_only=True)
class SeatTaken(Fact, kind="software_product.seat_taken", stream="software_product"):
    """Somebody has a seat of it."""

    seat: int
    person: int


@dataclass(frozen=True, kw_only=True)
class SeatFreed(Fact, kind="software_product.seat_freed", stream="software_product"):
    """Somebody's seat is free again, for a reason."""

    seat: int
    person: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class UploadRead(Fact, kind="licence_upload.read", stream="licence_upload"):
    """A file was taken in: so many of its lines, and so many were refused."""

    made: int
    refused: int


MISSING: tuple[type[Any], ...] = (Overused, Unlicensed)
"""More is used than is covered."""


@dataclass(frozen=True, kw_only=True)
class AuditPlanned(Fact, kind="licence_audit.planned", stream="licence_audit"):
    """Who has seats is to be looked at until this day."""

    number: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class AuditScopeChanged(Fact, kind="licence_audit.scope_changed", stream="licence_audit"):
    """The seats of a product are looked at by this reviewer, or by nobody."""

    product: int
    reviewer: int | None


@dataclass(frozen=True, kw_only=True)
class AuditStarted(Fact, kind="licence_audit.started", stream="licence_audit"):
    """Reviewers are asked about so many seats."""

    number: str
    due_on: date
    seats: int


@dataclass(frozen=True, kw_only=True)
class AuditReminded(Fact, kind="licence_audit.reminded", stream="licence_audit"):
    """Some seats are not decided, and so many days are left; below nought it is late."""

    number: str
    days_left: int


@dataclass(frozen=True, kw_only=True)
class AuditDecided(Fact, kind="licence_audit.decided", stream="licence_audit"):
    """Somebody said this of so many seats; empty takes back what was said."""

    verdict: str
    seats: int


@dataclass(frozen=True, kw_only=True)
class AuditSigned(Fact, kind="licence_audit.signed", stream="licence_audit"):
    """Every seat was decided, and what was said is kept as evidence with these digests."""

    number: str
    confirmed: int
    removed: int
    csv_sha256: str
    pdf_sha256: str


@dataclass(frozen=True, kw_only=True)
class AuditCancelled(Fact, kind="licence_audit.cancelled", stream="licence_audit"):
    """Nothing comes of it."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SignInLogAdded(Fact, kind="sign_in_log.added", stream="sign_in_log"):
    """An identity provider may tell who signs in where."""

    name: str


@dataclass(frozen=True, kw_only=True)
class SignInLogKeyMade(Fact, kind="sign_in_log.key_made", stream="sign_in_log"):
    """It has another key, and the former one opens nothing."""


@dataclass(frozen=True, kw_only=True)
class SignInLogSwitched(Fact, kind="sign_in_log.switched", stream="sign_in_log"):
    """It is listened to, or no longer."""

    is_active: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationSetAside(Fact, kind="application.set_aside", stream="application"):
    """Nobody needs to know what it is, for a reason."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class ApplicationTakenUp(Fact, kind="application.taken_up", stream="application"):
    """It waits again for somebody to say what it is."""


@dataclass(frozen=True, kw_only=True)
class SeatGroupAdded(Fact, kind="software_product.seat_group_added", stream="software_product"):
    """Whoever is in a group of a directory holds a seat of it from now on."""

    group: str


@dataclass(frozen=True, kw_only=True)
class SeatGroupRemoved(Fact, kind="software_product.seat_group_removed", stream="software_product"):
    """Being in a group of a directory means no seat of it any more."""

    group: str


FOR_PROGRAMS = (
    RenewalAhead, Expired, Overused, Unlicensed, BackInOrder, SeatsIdle, SeatTaken, SeatFreed, AuditStarted,
    AuditReminded, AuditSigned, AuditCancelled,
)  # fmt: skip
"""What programs may hear of."""

FOR_THE_RECORD = (
    AuditPlanned, AuditScopeChanged, AuditDecided,
    ProductAdded, ProductEdited, RuleAdded, RuleRemoved, TitleSetAside, TitleTakenUp, Entitled, EntitlementEdited,
    EntitlementEnded, KeyAdded, KeyShown, KeyRemoved, UploadRead, SignInLogAdded, SignInLogKeyMade, SignInLogSwitched,
    ApplicationSetAside, ApplicationTakenUp, SeatGroupAdded, SeatGroupRemoved, EntitlementDocumentAdded,
    EntitlementDocumentRemoved,
)  # fmt: skip
"""What is told for the record alone."""

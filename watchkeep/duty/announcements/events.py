"""What the announcements slice tells."""

from dataclasses import dataclass, field

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PageAdded(Fact, kind="status_page.added", stream="status_page"):
    """There is a new status page."""

    name: str
    is_private: bool


@dataclass(frozen=True, kw_only=True)
class PageEdited(Fact, kind="status_page.edited", stream="status_page"):
    """A page's name, address, readers or texts changed."""

    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class KeyRenewed(Fact, kind="status_page.key_renewed", stream="status_page"):
    """The secret link of a private page was replaced: the old one opens nothing any more."""


@dataclass(frozen=True, kw_only=True)
class GroupSaved(Fact, kind="status_page.group_saved", stream="status_page"):
    """A group of components is new, or has another name or place."""

    group: int
    name: str


@dataclass(frozen=True, kw_only=True)
class GroupRemoved(Fact, kind="status_page.group_removed", stream="status_page"):
    """A group was dissolved; its components stand alone."""

    group: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ComponentSaved(Fact, kind="status_page.component_saved", stream="status_page"):
    """A component is new, or what is known of it changed."""

    component: int
    name: str
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class StatusChanged(Fact, kind="status_page.status_changed", stream="status_page"):
    """A component fares better or worse than before, as the public sees it."""

    component: int
    name: str
    status: str
    was: str


@dataclass(frozen=True, kw_only=True)
class Drafted(Fact, kind="announcement.drafted", stream="announcement"):
    """Somebody wrote words for the public, which wait for approval."""

    page: int
    update: int
    phase: str
    ticket: int | None = None


@dataclass(frozen=True, kw_only=True)
class Published(Fact, kind="announcement.published", stream="announcement"):
    """The public can read something new. ``components`` are those that it is about."""

    page: int
    update: int
    phase: str
    was: str
    components: list[int]
    ticket: int | None = None


@dataclass(frozen=True, kw_only=True)
class Discarded(Fact, kind="announcement.discarded", stream="announcement"):
    """Words that waited for approval will not be published."""

    page: int
    update: int
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Rescheduled(Fact, kind="announcement.rescheduled", stream="announcement"):
    """A maintenance is at another time."""

    page: int


@dataclass(frozen=True, kw_only=True)
class ToldPublic(Fact, kind="incident.told_public", stream="ticket"):
    """The public was told of an incident: on which page, and in which phase."""

    page: str
    announcement: int
    update: int
    phase: str


@dataclass(frozen=True, kw_only=True)
class WordsProposed(Fact, kind="incident.words_proposed", stream="ticket"):
    """Words for the public on an incident wait for approval."""

    page: str
    announcement: int
    update: int
    phase: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionAsked(Fact, kind="subscription.asked", stream="subscription"):
    """Somebody asked to hear of a page's news, or at least typed an address."""

    page: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionConfirmed(Fact, kind="subscription.confirmed", stream="subscription"):
    """They proved to read what is sent there, or a program answered to its owner."""

    page: int


@dataclass(frozen=True, kw_only=True)
class SubscriptionEnded(Fact, kind="subscription.ended", stream="subscription"):
    """They want to hear no more, and are forgotten."""

    page: int


@dataclass(frozen=True, kw_only=True)
class ProgramDropped(Fact, kind="status_page.program_dropped", stream="status_page"):
    """A program is told no more: it said that it is gone, or took nothing for too long. ``answer``: what it said."""

    subscriber: int
    hint: str
    is_gone: bool
    answer: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionChanged(Fact, kind="subscription.changed", stream="subscription"):
    """They chose anew of which components they want to hear."""

    page: int
    components: int


@dataclass(frozen=True, kw_only=True)
class CopyAdded(Fact, kind="status_copy.added", stream="status_page"):
    """A page is copied to one more place."""

    copy: int
    to: str


@dataclass(frozen=True, kw_only=True)
class CopyRemoved(Fact, kind="status_copy.removed", stream="status_page"):
    """A page is no longer copied there. What was put there is taken away, unless it ``stays``: then nobody could."""

    copy: int
    to: str
    stays: bool = False


@dataclass(frozen=True, kw_only=True)
class CopyFailed(Fact, kind="status_copy.failed", stream="status_page"):
    """A copy could not be written, for the first time since it last could. It is tried again."""

    copy: int
    to: str
    why: str


@dataclass(frozen=True, kw_only=True)
class CopyRecovered(Fact, kind="status_copy.recovered", stream="status_page"):
    """A copy that failed could be written again."""

    copy: int
    to: str


FOR_PROGRAMS = (ProgramDropped, CopyFailed, CopyRecovered)
"""What programs may hear of."""

FOR_THE_RECORD = (
    PageAdded, KeyRenewed, Drafted, Discarded, ToldPublic, WordsProposed, SubscriptionAsked, SubscriptionConfirmed,
    SubscriptionChanged, SubscriptionEnded, CopyAdded, CopyRemoved,
)  # fmt: skip
"""What is told for the record alone."""

"""What communication tells. What happens to a message of an incident stands on the incident's timeline."""

from dataclasses import dataclass
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Drafted(Fact, kind="communication.drafted", stream="ticket"):
    """Words for an audience lie ready. ``corrects`` is the message that they put right."""

    message: int
    audience: str
    phase: str
    corrects: int | None = None


@dataclass(frozen=True, kw_only=True)
class Submitted(Fact, kind="communication.submitted", stream="ticket"):
    """Words for the outside wait for somebody's approval."""

    message: int
    audience: str


@dataclass(frozen=True, kw_only=True)
class Returned(Fact, kind="communication.returned", stream="ticket"):
    """They were not approved, for a reason, and are a draft again."""

    message: int
    audience: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Sent(Fact, kind="communication.sent", stream="ticket"):
    """An audience was told: so many people, by name of who approved it when it went outside.

    ``next_at``: when they were promised more. ``is_own``: the author approved it, being the only one who may.
    """

    message: int
    audience: str
    phase: str
    is_outside: bool
    people: int
    next_at: datetime | None = None
    is_own: bool = False


@dataclass(frozen=True, kw_only=True)
class Discarded(Fact, kind="communication.discarded", stream="ticket"):
    """A draft was thrown away; ``why`` is a word of ours when time overtook it."""

    message: int
    audience: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Fact, kind="communication.withdrawn", stream="ticket"):
    """A message was taken back: what had not gone out stayed here."""

    message: int
    audience: str
    reason: str
    kept_back: int


@dataclass(frozen=True, kw_only=True)
class Late(Fact, kind="communication.late", stream="ticket"):
    """An audience was to hear by now and has not."""

    audience: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class AudienceSaved(Fact, kind="audience.saved", stream="audience"):
    """An audience was made or changed."""

    name: str
    changed: list[str]
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class TemplateSaved(Fact, kind="template.saved", stream="template"):
    """The words for a moment were written or changed."""

    phase: str
    language: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class TemplateRemoved(Fact, kind="template.removed", stream="template"):
    """The words for a moment were taken away; broader ones hold."""

    phase: str
    language: str


@dataclass(frozen=True, kw_only=True)
class UsesSet(Fact, kind="service.uses_set", stream="service"):
    """It was said which customers use a service."""

    organisations: list[int]


@dataclass(frozen=True, kw_only=True)
class Subscribed(Fact, kind="service.subscribed", stream="service"):
    """Somebody wants to hear of a service's incidents."""

    person: int


@dataclass(frozen=True, kw_only=True)
class Unsubscribed(Fact, kind="service.unsubscribed", stream="service"):
    """Somebody no longer wants to."""

    person: int


FOR_PROGRAMS = (Withdrawn, Late)
"""What programs may hear of."""

FOR_THE_RECORD = (
    Drafted, Submitted, Returned, Discarded, AudienceSaved, TemplateSaved, TemplateRemoved, UsesSet, Subscribed,
    Unsubscribed,
)  # fmt: skip
"""What is told for the record alone."""

"""What can be told of articles. Texts stay on the article; facts name them."""

from dataclasses import dataclass, field
from datetime import datetime

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class Written(Fact, kind="article.written", stream="article"):
    """There is a draft. ``source``: the record that it was learnt from, if any."""

    number: str
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Edited(Fact, kind="article.edited", stream="article"):
    """There are newer words, or what is known of it changed."""

    fields: list[str]
    version: int


@dataclass(frozen=True, kw_only=True)
class Submitted(Fact, kind="article.submitted", stream="article"):
    """Its words wait for somebody's agreement."""

    number: str
    version: int


@dataclass(frozen=True, kw_only=True)
class Returned(Fact, kind="article.returned", stream="article"):
    """Its words need more work, for a reason."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Published(Fact, kind="article.published", stream="article"):
    """Readers read this version from now on."""

    number: str
    version: int
    audience: str


@dataclass(frozen=True, kw_only=True)
class Confirmed(Fact, kind="article.confirmed", stream="article"):
    """Somebody looked at it and found it right."""

    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class MarkedStale(Fact, kind="article.marked_stale", stream="article"):
    """What it is about has changed; it may be wrong now."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReviewDue(Fact, kind="article.review_due", stream="article"):
    """Its owner is reminded (``soon``), told that it is late, or those above are (``escalated``)."""

    number: str
    stage: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class RetirementProposed(Fact, kind="article.retirement_proposed", stream="article"):
    """It seems to be of no use any more."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Kept(Fact, kind="article.kept", stream="article"):
    """Somebody decided that it is still of use."""


@dataclass(frozen=True, kw_only=True)
class Retired(Fact, kind="article.retired", stream="article"):
    """Readers no longer find it."""

    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Revived(Fact, kind="article.revived", stream="article"):
    """It is used again: found by readers if it had been published, a draft otherwise."""

    number: str


@dataclass(frozen=True, kw_only=True)
class MediaAdded(Fact, kind="article.media_added", stream="article"):
    """It has one more picture, video or file of captions."""

    media: int
    name: str


@dataclass(frozen=True, kw_only=True)
class MediaRemoved(Fact, kind="article.media_removed", stream="article"):
    """A picture, video or file of captions is gone."""

    media: int
    name: str


@dataclass(frozen=True, kw_only=True)
class FeedbackGiven(Fact, kind="article.feedback_given", stream="article"):
    """A reader says whether it helped. ``is_task``: there is something to do."""

    number: str
    feedback: int
    is_helpful: bool
    is_task: bool


@dataclass(frozen=True, kw_only=True)
class FeedbackAnswered(Fact, kind="article.feedback_answered", stream="article"):
    """What a reader said was dealt with, or not taken up."""

    feedback: int
    task: str


@dataclass(frozen=True, kw_only=True)
class GapTaken(Fact, kind="gap.taken", stream="gap"):
    """Somebody writes what was looked for in vain."""

    article: int


@dataclass(frozen=True, kw_only=True)
class GapDismissed(Fact, kind="gap.dismissed", stream="gap"):
    """Nobody needs to write that, for a reason."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class TemplateSaved(Fact, kind="article_template.saved", stream="article_template"):
    """Articles of a kind may begin like this."""

    name: str
    changed: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class TemplateRemoved(Fact, kind="article_template.removed", stream="article_template"):
    """Articles no longer begin like this."""

    name: str


FOR_PROGRAMS = (Written, Published, MarkedStale, Retired, Revived)
"""What programs may hear of."""

FOR_THE_RECORD = (
    Edited, Confirmed, Kept, MediaAdded, MediaRemoved, FeedbackAnswered, GapTaken, GapDismissed, TemplateSaved,
    TemplateRemoved,
)  # fmt: skip
"""What is told for the record alone."""

"""What is told when work and knowledge meet. The record is the ticket's id."""

from dataclasses import dataclass

from watchkeep.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ArticleUsed(Fact, kind="ticket.article_used", stream="ticket"):
    """An article helped with it."""

    article: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ArticleUnused(Fact, kind="ticket.article_unused", stream="ticket"):
    """An article did not help with it after all."""

    article: int
    number: str


@dataclass(frozen=True, kw_only=True)
class DraftWritten(Fact, kind="ticket.draft_written", stream="ticket"):
    """What was learnt from it is a draft of an article."""

    article: int
    number: str


FOR_THE_RECORD = (ArticleUsed, ArticleUnused, DraftWritten)
"""What is told for the record alone."""

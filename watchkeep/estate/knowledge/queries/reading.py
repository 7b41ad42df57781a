"""Reading: what hangs on an article, and what waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchkeep.estate.knowledge import rules
from watchkeep.estate.knowledge.models import Article, Feedback, Gap, Template, Version
from watchkeep.kernel.pages import capped_count

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from watchkeep.estate.knowledge.models import ArticleQuerySet
    from watchkeep.estate.knowledge.rules.texts import Change
    from watchkeep.kernel.actors import Actor


@dataclass(frozen=True)
class Inbox:
    """How much waits for somebody who looks after articles, each counted no further than a thousand."""

    to_review: int
    doubtful: int
    feedback: int
    gaps: int


@dataclass(frozen=True)
class Difference:
    """What changed in one part of an article."""

    field: str
    changes: list[Change]


def about(actor: Actor, *, service: int | None = None, item: int | None = None) -> ArticleQuerySet:
    """The published articles about a service or an item that somebody may read."""
    rows = Article.objects.visible_to(actor).live()
    return rows.filter(services=service) if service else rows.filter(items=item)


def inbox(actor: Actor) -> Inbox:
    """What waits, in four short queries."""
    rows = Article.objects.visible_to(actor)
    return Inbox(
        to_review=capped_count(rows.to_review())[0],
        doubtful=capped_count(rows.doubtful())[0],
        feedback=capped_count(Feedback.objects.visible_to(actor).open())[0],
        gaps=capped_count(Gap.objects.visible_to(actor).open())[0],
    )


def differences(before: Version | None, after: Version) -> list[Difference]:
    """What changed between two versions, part by part; against nothing, everything was added."""
    names = ("title", "summary", "body")
    parts = ((name, rules.differences(getattr(before, name, ""), getattr(after, name))) for name in names)
    return [Difference(name, changes) for name, changes in parts if changes]


def templates() -> QuerySet[Template]:
    """The templates that are offered."""
    return Template.objects.filter(is_active=True)

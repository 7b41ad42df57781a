"""Lessons: what published reviews teach, found by words, service and kind of cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from watchkeep.estate.knowledge.models import Article
from watchkeep.insight.reviews.models import Node, NodeKind, Review, State
from watchkeep.kernel import search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchkeep.kernel.actors import Actor


SOURCE = "review"
"""How an article says that it was learnt from a review; its key is the review's number."""


def lesson_of(review: Review) -> Article | None:
    """The article that was made of a review."""
    return Article.objects.filter(source=SOURCE, source_key=review.number).first()


def with_article(rows: QuerySet[Review]) -> QuerySet[Review]:
    """The same reviews, each with the number of the article that was made of it as ``article``."""
    made = Article.objects.filter(source=SOURCE, source_key=OuterRef("number"))
    return rows.annotate(article=Subquery(made.values("number")[:1]))


def lessons(
    actor: Actor, *, words: str = "", service: int | None = None, category: int | None = None
) -> QuerySet[Review]:
    """The published reviews that an actor may read, the newest first, with their underlying causes.

    ``words`` are looked for in the review, its causes and the title of its incident; a service counts when it failed or
    had a part in it, a kind of cause also for the kinds under it.
    """
    rows = Review.objects.visible_to(actor).filter(state=State.PUBLISHED)
    if words.strip():
        rows = rows.filter(pk__in=_worded(words))
    if service:
        parts = Node.objects.filter(service=service).values("review")
        rows = rows.filter(Q(incident__ticket__service=service) | Q(pk__in=parts))
    if category:
        kinds = Q(category=category) | Q(category__parent=category)
        rows = rows.filter(pk__in=Node.objects.filter(kinds).values("review"))
    return with_causes(rows)


def lessons_for(actor: Actor, tickets: Iterable[int]) -> dict[int, Review]:
    """The published reviews of these incidents, by incident."""
    rows = Review.objects.visible_to(actor).filter(state=State.PUBLISHED, incident__in=list(tickets))
    return {review.incident_id: review for review in rows}


def with_causes(rows: QuerySet[Review]) -> QuerySet[Review]:
    """The same reviews with their incidents and what lay under them."""
    causes = Node.objects.filter(kind=NodeKind.CAUSE).select_related("category")
    return rows.select_related("incident__ticket__service").prefetch_related(
        Prefetch("nodes", queryset=causes, to_attr="underlying")
    )


def _worded(words: str) -> Any:
    """Each kind of text has an index of its own; together they are the union of what each finds."""
    query = search.query(words)
    if query is None:
        return Review.objects.none().values("pk")
    own = Review.objects.filter(words=query).order_by().values("pk")
    causes = Node.objects.filter(words=query).order_by().values("review")
    titles = Review.objects.filter(state=State.PUBLISHED, incident__ticket__words=query).order_by().values("pk")
    return own.union(causes, titles)

"""Search: whoever asks finds, best first, what they may read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from watchkeep.estate.knowledge import rules
from watchkeep.estate.knowledge.models import Article
from watchkeep.estate.knowledge.queries import nearness, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchkeep.estate.knowledge.models import ArticleQuerySet
    from watchkeep.estate.knowledge.queries.words import Asked
    from watchkeep.kernel.actors import Actor

NUMBER = re.compile(r"KB-[0-9]{1,15}")
SUGGESTED = 0.6
"""From which score on an article is offered without being asked for."""
A_SENTENCE = 3
"""From so many words on what is being typed is asked for its meaning: half a word has none."""
MOST_FILTERED = 20_000
"""So many articles that fit the filters are compared by meaning; more are found by word alone."""


@dataclass(frozen=True)
class Filters:
    """Which articles; whatever is not given does not matter."""

    kind: str = ""
    audience: str = ""
    language: str = ""
    tags: tuple[str, ...] = ()
    service: int | None = None
    team: int | None = None
    severity: int | None = None

    def of(self, rows: ArticleQuerySet) -> ArticleQuerySet:
        """Those of ``rows`` that fit."""
        plain = {name: value for name in ("kind", "audience", "language", "team") if (value := getattr(self, name))}
        found = rows.filter(**plain)
        if self.tags:
            found = found.filter(tags__contains=list(self.tags))
        if self.severity:
            found = found.filter(severities__contains=[self.severity])
        if self.service:
            found = found.filter(pk__in=Article.services.through.objects.filter(service=self.service).values("article"))
        return found


ANY = Filters()


@dataclass(frozen=True)
class Found:
    """An article that answers, how well (higher is better), and the piece of it that does."""

    article: Article
    score: float
    excerpt: str


def search(actor: Actor, text: str, *, filters: Filters = ANY, most: int = 20, is_typing: bool = False) -> list[Found]:
    """The published articles that answer a question or hold its words, best first; empty for an empty text.

    A number such as KB-1001 finds that article. ``is_typing``: the last word may not be whole yet, and an answer is
    wanted within a keystroke: by words alone, and by meaning only where no article has them and three are there.
    """
    rows = filters.of(Article.objects.visible_to(actor).live())
    if NUMBER.fullmatch(number := text.strip().upper()):
        return [Found(one, 1.0, rules.excerpt(one.plain, ())) for one in rows.filter(number=number).defer("words")]
    asked = words.ask(text, is_typing=is_typing)
    scores = _scores(actor, text, filters, rows, asked)
    best = sorted(scores, key=lambda pk: (-scores[pk], -pk))[:most]
    return _shown(rows, best, scores, asked)


def suggest(actor: Actor, text: str, *, service: int | None = None, most: int = 3) -> list[Found]:
    """What may help whoever writes or works on this: only what fits well, those on the service before others."""
    found = search(actor, text, most=4 * most)
    near = set(_on(service, [one.article.pk for one in found])) if service else set[int]()
    found = [one for one in found if one.score >= (SUGGESTED / 2 if one.article.pk in near else SUGGESTED)]
    return sorted(found, key=lambda one: (one.article.pk not in near, -one.score))[:most]


def _scores(actor: Actor, text: str, filters: Filters, rows: ArticleQuerySet, asked: Asked) -> dict[int, float]:
    """How well each article answers, by its words and by its nearest sentence or passage."""
    if asked.is_typing:
        return _scores_so_far(actor, text, filters, rows, asked)
    if (means := nearness.understand(text)) is None:
        return rules.mixed(words.weigh_candidates(rows, asked), {})
    near = _nearest(actor, means, filters, rows)
    by_word = words.weigh([*words.candidates(rows, asked), *near], asked)
    chosen = {*near, *sorted(by_word, key=lambda pk: -by_word[pk])[: nearness.MOST]}
    by_word = {pk: by_word[pk] for pk in by_word if pk in chosen}
    return rules.mixed(by_word, nearness.closest_passages(chosen, means))


def _scores_so_far(actor: Actor, text: str, filters: Filters, rows: ArticleQuerySet, asked: Asked) -> dict[int, float]:
    """The same within a keystroke: in one statement by words, and by meaning alone where no article has them."""
    found = rules.mixed(words.weigh_candidates(rows, asked), {})
    if found or len(text.split()) < A_SENTENCE or (means := nearness.understand(text)) is None:
        return found
    return rules.mixed({}, nearness.closest_passages(_nearest(actor, means, filters, rows), means))


def _nearest(actor: Actor, means: Any, filters: Filters, rows: ArticleQuerySet) -> dict[int, float]:
    only = None if filters == ANY else rows.order_by().values_list("pk", flat=True)[:MOST_FILTERED]
    return nearness.nearest(actor, means, only)


def _on(service: int | None, articles: Iterable[int]) -> Iterable[int]:
    ties = Article.services.through.objects.filter(Q(service=service), article__in=list(articles))
    return ties.values_list("article", flat=True)


def _shown(rows: ArticleQuerySet, best: list[int], scores: dict[int, float], asked: Asked) -> list[Found]:
    """What a line of the results shows, in one query."""
    found = (
        rows.filter(pk__in=best).defer(None).defer("words", "headings", "body").select_related("organisation").in_bulk()
    )
    return [Found(found[pk], scores[pk], rules.excerpt(found[pk].plain, asked.stems)) for pk in best if pk in found]

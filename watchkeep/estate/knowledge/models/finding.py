"""What finding is made of: how common a word is, what a text means as a vector, and what was looked for in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.knowledge.models.articles import Article
from watchkeep.estate.knowledge.permissions import P
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class Word(models.Model):
    """A stem that occurs in published articles, and in how many: rare ones tell more, and misspelt ones find it."""

    stem = models.CharField(max_length=80, primary_key=True)
    articles = models.PositiveIntegerField()

    class Meta:
        """Looked up as it is, by its beginning, and by likeness."""

        indexes = [
            GinIndex(fields=["stem"], name="word_alike", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["stem"], name="word_begins", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.stem


class Meaning(models.Model):
    """What a published article means: a vector for the whole of it, and one for each of its passages and sentences.

    Every change counts ``revision`` up; it is due while less than that was understood. ``stamp`` only grows, in the
    order of commits, so that a process that keeps the vectors in memory asks for what is new. An article that is no
    longer found keeps its row, without vectors.
    """

    article = models.OneToOneField(Article, primary_key=True, on_delete=models.CASCADE, related_name="+")
    model = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    whole = models.BinaryField(blank=True, default=bytes)
    passages = models.BinaryField(blank=True, default=bytes)
    reach = models.SmallIntegerField(default=0)
    organisation = models.BigIntegerField(null=True)
    stamp = models.BigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    understood = models.PositiveIntegerField(default=0)
    is_counted = models.BooleanField(default=False)

    class Meta:
        """What is due and what is new have an index each."""

        indexes = [
            models.Index(fields=["article"], name="meaning_due", condition=Q(understood__lt=F("revision"))),
            models.Index(fields=["article"], name="meaning_uncounted", condition=Q(is_counted=False)),
            models.Index(fields=["stamp"], name="meaning_by_stamp"),
        ]

    def __str__(self) -> str:
        return f"meaning of {self.article_id}"


class GapState(models.TextChoices):
    """What became of a search that found nothing."""

    OPEN = "open", _("Open")
    TAKEN = "taken", _("Being written")
    DISMISSED = "dismissed", _("Not needed")


class GapQuerySet(models.QuerySet["Gap"]):
    """Sets of searches without a result."""

    def visible_to(self, actor: Actor) -> Self:
        """Those who write articles see what is missing."""
        return self if actor.may(P.WRITE) else self.none()

    def open(self) -> Self:
        """Those that nobody has answered, the most asked first."""
        return self.filter(state=GapState.OPEN).order_by("-count", "-id")


class Gap(models.Model):
    """Words that people looked for and found nothing: what to write next. Personal data is masked."""

    words = models.CharField(_("searched for"), max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False)
    count = models.PositiveIntegerField(_("times"), default=1)
    state = models.CharField(max_length=12, choices=GapState.choices, default=GapState.OPEN, editable=False)
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    first_at = models.DateTimeField(default=clock.now, editable=False)
    last_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(GapQuerySet)()

    class Meta:
        """The most asked first."""

        ordering = ["-count", "-id"]
        constraints = [models.CheckConstraint(condition=Q(state__in=GapState.values), name="gap_state_is_known")]
        indexes = [models.Index(fields=["-count", "-id"], name="gap_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return self.words

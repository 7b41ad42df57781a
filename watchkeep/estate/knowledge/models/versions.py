"""Versions: every text that an article ever had, never changed afterwards."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.knowledge.models.articles import Article
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock


class Version(models.Model):
    """The words of an article as somebody saved them."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("in a sentence"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True)
    note = models.CharField(_("what changed"), max_length=200, blank=True)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    author_key = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        """The newest first; a number is given once."""

        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_version_once")]

    def __str__(self) -> str:
        return f"{self.article_id} version {self.number}"

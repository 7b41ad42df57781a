"""What readers say, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.knowledge.models.articles import Article
from watchkeep.estate.knowledge.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class Task(models.TextChoices):
    """What becomes of a reader's word. What helped asks for nothing."""

    NONE = "", _("Nothing to do")
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DISMISSED = "dismissed", _("Not taken up")


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Sets of readers' words."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff read what readers say of articles."""
        return self if actor.may(P.SEE) or actor.may(P.WRITE) else self.none()

    def open(self) -> Self:
        """Those that somebody has to answer, the longest waiting first."""
        return self.filter(task=Task.OPEN).order_by("id")


class Feedback(models.Model):
    """Whether an article helped, said once by each reader and version; a comment on what is wrong becomes a task."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="feedback")
    version = models.PositiveIntegerField(_("version"))
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    is_helpful = models.BooleanField(_("helped"))
    comment = models.TextField(_("comment"), blank=True)
    task = models.CharField(max_length=12, choices=Task.choices, default=Task.NONE, blank=True, editable=False)
    answer = models.CharField(_("what was done"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(FeedbackQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "version", "person"], name="feedback_once", condition=Q(person__isnull=False)
            ),
            models.CheckConstraint(condition=Q(task__in=Task.values), name="feedback_task_is_known"),
        ]
        indexes = [models.Index(fields=["id"], name="feedback_open", condition=Q(task=Task.OPEN))]

    def __str__(self) -> str:
        return f"{self.article_id}: {'+' if self.is_helpful else '-'}"

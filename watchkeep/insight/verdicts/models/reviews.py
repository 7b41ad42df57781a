"""A person's look at a change: asked for when it did harm, was an emergency or was taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.insight.verdicts.models.verdicts import Verdict
from watchkeep.kernel import clock
from watchkeep.work.changes.models import Change
from watchkeep.work.incidents.models import Incident

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor


class Why(models.TextChoices):
    """What asks for it."""

    WORSE = "worse", _("It made something worse")
    EMERGENCY = "emergency", _("It was an emergency")
    BACKED_OUT = "backed_out", _("It was taken back")


class QuestionQuerySet(models.QuerySet["Question"]):
    """Sets of questions."""

    def asked(self, why: str) -> Self:
        """Those that such a review asks."""
        return self.filter(Q(when="") | Q(when=why), is_active=True)


class Question(models.Model):
    """One question that reviews of changes ask: all of them, or those for one reason."""

    text = models.CharField(_("question"), max_length=300)
    when = models.CharField(_("asked when"), max_length=10, choices=[("", _("Always")), *Why.choices], blank=True)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    is_active = models.BooleanField(_("asked"), default=True)

    objects = models.Manager.from_queryset(QuestionQuerySet)()

    class Meta:
        """In the order in which they are asked."""

        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


class ChangeReviewQuerySet(models.QuerySet["ChangeReview"]):
    """Sets of reviews."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of verdicts that the actor may see."""
        return self.filter(verdict__in=Verdict.objects.visible_to(actor).order_by().values("pk"))

    def open(self) -> Self:
        """Those that somebody still has to do."""
        return self.filter(done_at=None)

    def due_to_remind(self, at: datetime) -> Self:
        """Those that are late, and of which nobody was told yet that they are."""
        return self.filter(done_at=None, remind_at__lte=at).order_by("remind_at")


class ChangeReview(models.Model):
    """What people learnt from a change. ``questions`` are those of the day on which it was asked for.

    ``did_harm`` is what they found; it outranks the verdict. ``remind_at``: when somebody hears next that it is late.
    """

    verdict = models.OneToOneField(Verdict, primary_key=True, on_delete=models.CASCADE, related_name="review")
    why = models.CharField(_("why"), max_length=10, choices=Why.choices)
    questions: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    answers: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    asked_at = models.DateTimeField(_("asked for"), default=clock.now)
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True)
    did_harm = models.BooleanField(_("it did harm"), null=True)
    remind_at = models.DateTimeField(null=True, editable=False)
    is_escalated = models.BooleanField(default=False, editable=False)
    reviewer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(ChangeReviewQuerySet)()

    class Meta:
        """What is due first comes first."""

        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["due_at"], name="change_review_open", condition=Q(done_at=None)),
            models.Index(fields=["remind_at"], name="change_review_late", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"Review of {self.verdict_id}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.done_at is None

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each question with its answer."""
        return list(zip(self.questions, [*self.answers, *[""] * len(self.questions)], strict=False))


class RuledOut(models.Model):
    """Somebody says that this change was not the cause of that incident."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", db_index=False)
    change = models.ForeignKey(Change, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=64)

    class Meta:
        """Once for a pair."""

        constraints = [models.UniqueConstraint(fields=["incident", "change"], name="ruled_out_once")]

    def __str__(self) -> str:
        return f"{self.change_id} did not cause {self.incident_id}"

"""The question, and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.work.surveys.permissions import P
from watchkeep.work.tickets.models import Ticket

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class Score(models.IntegerChoices):
    """How it was, from 1 (bad) to 5 (good)."""

    BAD = 1, _("Bad")
    POOR = 2, _("Not good")
    FAIR = 3, _("All right")
    GOOD = 4, _("Good")
    GREAT = 5, _("Very good")


class SurveyQuerySet(models.QuerySet["Survey"]):
    """Sets of surveys."""

    def visible_to(self, actor: Actor) -> Self:
        """Who looks at satisfaction sees all; others what they were asked themselves."""
        return self if actor.may(P.SEE) else self.filter(person=actor.person, person__isnull=False)

    def answered(self) -> Self:
        """Those that say something."""
        return self.filter(score__isnull=False)


class Survey(models.Model):
    """One person is asked how one ticket went."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    score = models.PositiveSmallIntegerField(
        _("score"), null=True, choices=Score.choices, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    comment = models.TextField(_("comment"), blank=True)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(SurveyQuerySet)()

    class Meta:
        """The newest first."""

        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="survey_of_person"),
            models.Index(fields=["asked_at"], name="survey_by_day"),
            models.Index(fields=["answered_at"], condition=Q(score__isnull=False), name="survey_answered"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(score__isnull=True, answered_at__isnull=True)
                | Q(score__range=(1, 5), answered_at__isnull=False),
                name="survey_score_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.score or '?'}"

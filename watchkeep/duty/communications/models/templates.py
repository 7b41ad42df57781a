"""Templates: the words for a moment of an incident, before anything is known of it but names in braces."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.communications.models.audiences import Audience
from watchkeep.duty.communications.permissions import P
from watchkeep.kernel.actors import Actor


class Phase(models.TextChoices):
    """At which moment of an incident people are told."""

    FIRST = "first", _("First word")
    UPDATE = "update", _("Update")
    RESTORED = "restored", _("Restored")
    RESOLVED = "resolved", _("Resolved")
    REVIEW = "review", _("Review published")


class Language(models.TextChoices):
    """Languages that words come in, each by its own name."""

    EN = "en", "English"
    DE = "de", "Deutsch"


class TemplateQuerySet(models.QuerySet["Template"]):
    """Sets of templates."""

    def visible_to(self, actor: Actor) -> Self:
        """Who may see communication sees all of it."""
        return self if actor.may(P.SEE) else self.none()


class Template(models.Model):
    """A subject and a text for one phase, inside or outside. The narrower one wins: by audience, then by severity."""

    phase = models.CharField(_("moment"), max_length=10, choices=Phase.choices)
    is_outside = models.BooleanField(_("for outside the house"), default=False)
    audience = models.ForeignKey(
        Audience, verbose_name=_("audience"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    severity = models.PositiveSmallIntegerField(
        _("severity"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(4)]
    )
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.EN)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), max_length=5000)

    objects = models.Manager.from_queryset(TemplateQuerySet)()

    class Meta:
        """One for each aim."""

        ordering = ["is_outside", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["phase", "is_outside", "audience", "severity", "language"],
                nulls_distinct=False,
                name="template_once_per_aim",
                violation_error_message=_("There are words for this moment and audience already."),
            ),
            models.CheckConstraint(condition=models.Q(phase__in=Phase.values), name="template_phase_is_known"),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="template_language_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()} ({self.language})"

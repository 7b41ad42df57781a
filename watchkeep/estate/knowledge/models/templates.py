"""Templates: what a good article of its kind says, and in which order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.knowledge.models.articles import Audience, Kind


class Template(models.Model):
    """A beginning for articles of a kind: headings, and under each a line that says what belongs there."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.HOWTO)
    audience = models.CharField(_("audience"), max_length=12, choices=Audience.choices, default=Audience.INTERNAL)
    hint = models.CharField(_("when to take it"), max_length=300, blank=True)
    body = models.TextField(_("text"))
    tags = models.CharField(_("tags"), max_length=300, blank=True)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        """Names are read from A to Z."""

        ordering = ["name"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=Kind.values), name="article_template_kind_is_known")]

    def __str__(self) -> str:
        return self.name

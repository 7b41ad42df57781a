"""Rules that read titles, and how each title was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Title
from watchkeep.estate.licences import rules
from watchkeep.estate.licences.models.products import Product
from watchkeep.estate.licences.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


def sound_pattern(value: str) -> None:
    """Refuse a pattern that would fit everything, or that nobody can read."""
    if not rules.is_sound(value):
        raise ValidationError(_("Write at least two letters or digits, and at most five stars."))


class Origin(models.TextChoices):
    """Where a rule comes from."""

    PERSON = "person", _("A correction")
    BUNDLED = "bundled", _("Bundled")


class RuleQuerySet(models.QuerySet["Rule"]):
    """Sets of rules."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE) else self.none()


class Rule(models.Model):
    """Titles that are called so mean this product. People's rules count before bundled ones, lower positions first."""

    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.PERSON, editable=False)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    name = models.CharField(
        _("name"), max_length=200, validators=[sound_pattern], help_text=_("A star stands for anything.")
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True, help_text=_("Empty: any."))
    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="rules")
    edition = models.CharField(_("edition"), max_length=80, blank=True)

    objects = models.Manager.from_queryset(RuleQuerySet)()

    class Meta:
        """In the order in which they are tried."""

        ordering = ["-origin", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "name", "publisher"], name="software_rule_once"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="software_rule_origin_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def pattern(self) -> rules.Pattern:
        """What it looks for."""
        order = (self.origin != Origin.PERSON, self.position, self.pk or 0)
        return rules.Pattern(self.pk, rules.squeezed(self.name), rules.squeezed(self.publisher), order)


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Sets of readings."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE) else self.none()

    def unknown(self) -> Self:
        """Titles that wait for somebody to say what they are."""
        return self.filter(product=None, is_due=False, set_aside="")


class Reading(models.Model):
    """How a title was read: as which product, edition and version, and by which rule.

    ``installations``: on how many items it was when that was last counted. ``set_aside``: why nobody needs to know what
    it is. ``is_due``: it is to be read anew.
    """

    title = models.OneToOneField(Title, primary_key=True, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, null=True, on_delete=models.SET_NULL, related_name="readings", db_index=False)
    rule = models.ForeignKey(Rule, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    edition = models.CharField(_("edition"), max_length=80, blank=True)
    version = models.CharField(_("version"), max_length=60, blank=True)
    installations = models.PositiveIntegerField(_("installations"), default=0, db_default=0)
    set_aside = models.CharField(_("set aside because"), max_length=300, blank=True, default="", db_default="")
    is_due = models.BooleanField(default=True, db_default=True)

    objects = models.Manager.from_queryset(ReadingQuerySet)()

    class Meta:
        """What is unknown is found by how often it is installed; what is due costs the sweep alone."""

        indexes = [
            models.Index(fields=["product", "-installations", "title"], name="reading_of_product"),
            models.Index(fields=["rule"], name="reading_by_rule", condition=Q(rule__isnull=False)),
            models.Index(fields=["title"], name="reading_due", condition=Q(is_due=True)),
            models.Index(
                fields=["-installations", "title"], name="reading_unknown",
                condition=Q(product=None, is_due=False, set_aside=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title_id}: {self.product_id}"

"""Policies of upkeep: which warranties and contracts become preventive tasks by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import ItemClass
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.suppliers.models import Kind
from watchkeep.insight.reviews.permissions import P
from watchkeep.insight.reviews.rules import recurrence
from watchkeep.kernel import clock
from watchkeep.work.changes.models import ChangeModel

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor


class Makes(models.TextChoices):
    """What is made of a task ahead of its day."""

    NOTHING = "", _("Nothing: its owner is reminded")
    CHANGE = "change", _("A change")
    REQUEST = "request", _("A request")


def sound_rule(value: str) -> None:
    """Refuse a recurrence rule that cannot be read."""
    try:
        recurrence.read(value)
    except recurrence.BadRule as error:
        raise ValidationError(str(error)) from error


class Origin(models.TextChoices):
    """What a task comes from."""

    WARRANTY = "warranty", _("A warranty ends: once, by its last day")
    CONTRACT = "contract", _("A contract is in force: again and again, by a rule")


class UpkeepPolicyQuerySet(models.QuerySet["UpkeepPolicy"]):
    """Sets of policies."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE_ACTIONS) else self.none()

    def due(self, at: datetime) -> Self:
        """Those to be looked at by now."""
        return self.filter(looks_at__lte=at).order_by("looks_at")


class UpkeepPolicy(models.Model):
    """What becomes a preventive task by itself.

    Of items of ``cls`` (none: all) whose warranty ends within ``lead_days``: one task each, due on its last day. Of
    contracts of ``contract_kind`` (none: all) that are in force: a task by ``rule`` for each of their services, and for
    each item of ``cls`` that they cover. ``looks_at`` is a due column; ``refusal`` says what stood in its way.
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    origin = models.CharField(_("comes from"), max_length=10, choices=Origin.choices, default=Origin.WARRANTY)
    cls = models.ForeignKey(
        ItemClass, verbose_name=_("class of items"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contract_kind = models.CharField(_("kind of contract"), max_length=16, choices=Kind.choices, blank=True)
    title = models.CharField(_("what is to be done"), max_length=150)
    detail = models.TextField(_("how"), max_length=20_000, blank=True)
    owner = models.ForeignKey(Person, verbose_name=_("owner"), on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rule = models.CharField(
        _("rule"), max_length=recurrence.LONGEST, default="FREQ=YEARLY", validators=[sound_rule]
    )  # fmt: skip
    makes = models.CharField(_("what is made of it"), max_length=8, choices=Makes.choices, blank=True, default="")
    model = models.ForeignKey(
        ChangeModel, verbose_name=_("model of the change"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    lead_days = models.PositiveSmallIntegerField(
        _("so many days ahead"), default=30, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    is_active = models.BooleanField(_("in force"), default=True)
    looks_at = models.DateTimeField(null=True, editable=False)
    refusal = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(UpkeepPolicyQuerySet)()

    class Meta:
        """By name."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="upkeep_origin_is_known"),
        ]
        indexes = [models.Index(fields=["looks_at"], name="upkeep_due", condition=Q(looks_at__isnull=False))]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse what would mean nothing."""
        if self.model_id and self.makes != Makes.CHANGE:
            raise ValidationError({"model": _("Only a change begins with a model.")})

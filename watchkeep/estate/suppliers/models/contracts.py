"""Contracts: what was agreed, what it costs, until when it binds and by when notice has to be given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.estate.suppliers import rules
from watchkeep.estate.suppliers.models.suppliers import Supplier
from watchkeep.estate.suppliers.permissions import P
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from datetime import date

    from watchkeep.kernel.actors import Actor

LONGEST_MONTHS, LONGEST_DAYS = 120, 3650
LONGEST_MINUTES = 525_600  # a year
MOST_WARNINGS, EARLIEST_WARNING = 10, 730


class Kind(models.TextChoices):
    """What is agreed."""

    SUPPORT = "support", _("Support")
    LEASE = "lease", _("Lease")
    SUBSCRIPTION = "subscription", _("Subscription")
    UNDERPINNING = "underpinning", _("Underpinning contract")
    OTHER = "other", _("Other")


class State(models.TextChoices):
    """Where a contract stands."""

    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    NOTICE_GIVEN = "notice_given", _("Notice given")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", _("Cancelled")


BINDING = (State.IN_FORCE, State.NOTICE_GIVEN)
"""The states in which both sides have to do what was agreed."""
OVER = (State.ENDED, State.CANCELLED)


class Every(models.IntegerChoices):
    """How often a cost comes, in months."""

    MONTH = 1, _("a month")
    QUARTER = 3, _("a quarter")
    YEAR = 12, _("a year")


def usual_warnings() -> list[int]:
    """So many days before the day, unless a contract says otherwise."""
    return [90, 30, 7]


def sound_warnings(value: Any) -> None:
    """Refuse days on which nobody can be warned, and more of them than anybody reads."""
    if len(value) > MOST_WARNINGS or any(not 0 <= days <= EARLIEST_WARNING for days in value):
        words = {"most": MOST_WARNINGS, "days": EARLIEST_WARNING}
        raise ValidationError(_("At most %(most)s warnings, each up to %(days)s days before."), params=words)


class ContractQuerySet(models.QuerySet["Contract"]):
    """Sets of contracts."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE_CONTRACTS) else self.none()

    def binding(self) -> Self:
        """Those that hold now or will."""
        return self.filter(state__in=BINDING)

    def notice_until(self, day: date) -> Self:
        """Those that go on by themselves unless notice is given by that day."""
        return self.binding().filter(notice_by__lte=day)

    def ending_until(self, day: date) -> Self:
        """Those that end by that day."""
        return self.binding().filter(notice_by=None, ends_on__lte=day)

    def due(self, today: date) -> Self:
        """Those with which something happens today: somebody is warned, a term begins, or it is over."""
        return self.filter(next_on__lte=today).order_by("next_on", "id")


class Contract(models.Model):
    """What was agreed with a supplier.

    ``first_ends_on`` and ``renewals`` say how ``ends_on`` came about; it is empty while no end is agreed. ``moment_on``
    is the day that somebody must not miss: the last one for notice, or the end. The sweep looks again on ``next_on``.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    supplier = models.ForeignKey(
        Supplier, verbose_name=_("supplier"), on_delete=models.PROTECT, related_name="contracts"
    )
    title = models.CharField(_("what is agreed"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.SUPPORT)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT, editable=False)
    reference = models.CharField(_("their number for it"), max_length=120, blank=True)
    owner = models.ForeignKey(
        Person, verbose_name=_("owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(_("begins"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)
    first_ends_on = models.DateField(null=True, editable=False)
    renewals = models.PositiveSmallIntegerField(default=0, editable=False)
    renews = models.BooleanField(_("goes on by itself"), default=False)
    renewal_months = models.PositiveSmallIntegerField(
        _("goes on for months"), default=12, validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MONTHS)]
    )
    notice = models.PositiveSmallIntegerField(
        _("notice period"), default=0, validators=[MaxValueValidator(LONGEST_DAYS)]
    )
    notice_in_months = models.BooleanField(_("notice period in months"), default=True)
    warn_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("warn so many days before"), default=usual_warnings,
        blank=True, validators=[sound_warnings],
    )  # fmt: skip
    cost = models.DecimalField(
        _("cost in euro"), max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    cost_every = models.PositiveSmallIntegerField(_("cost comes"), choices=Every.choices, default=Every.MONTH)
    cost_per_month = models.GeneratedField(
        expression=F("cost") / F("cost_every"),
        output_field=models.DecimalField(max_digits=14, decimal_places=4),
        db_persist=True,
    )
    cost_centre = models.CharField(_("cost centre"), max_length=60, blank=True)
    response_minutes = models.PositiveIntegerField(
        _("they respond within minutes"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)],
    )  # fmt: skip
    resolution_minutes = models.PositiveIntegerField(
        _("they resolve within minutes"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)],
    )  # fmt: skip
    notes = models.TextField(_("notes"), max_length=20_000, blank=True)

    notice_given_on = models.DateField(null=True, editable=False)
    over_on = models.DateField(null=True, editable=False)
    reason = models.CharField(max_length=300, blank=True, editable=False)
    notice_by = models.DateField(_("give notice by"), null=True, editable=False)
    moment_on = models.DateField(null=True, editable=False)
    warned_on = models.DateField(null=True, editable=False)
    next_on = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(ContractQuerySet)()

    class Meta:
        """The newest first. What is over costs the sweep nothing."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="contract_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="contract_kind_is_known"),
            models.CheckConstraint(condition=Q(cost__gte=0), name="contract_cost_not_negative"),
            models.CheckConstraint(condition=Q(cost_every__in=Every.values), name="contract_cost_comes_every"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="contract_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(next_on=None) | Q(state__in=BINDING), name="contract_sweep_knows_binding_ones_only"
            ),
        ]
        indexes = [
            models.Index(fields=["next_on", "id"], name="contract_due", condition=Q(next_on__isnull=False)),
            models.Index(fields=["moment_on", "id"], name="contract_moment", condition=Q(moment_on__isnull=False)),
            models.Index(fields=["state", "-id"], name="contract_by_state"),
            models.Index(fields=["supplier", "-id"], name="contract_of_supplier"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def clean(self) -> None:
        """Refuse an end before the beginning."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("A contract ends after it begins.")})

    @property
    def is_binding(self) -> bool:
        """Whether both sides have to do what was agreed."""
        return self.state in BINDING

    @property
    def is_over(self) -> bool:
        """Whether nothing about it changes any more."""
        return self.state in OVER

    @property
    def notice_period(self) -> rules.Notice:
        """How long before its end notice has to be given."""
        return rules.Notice(self.notice, self.notice_in_months)

    @property
    def term(self) -> rules.Term | None:
        """Until when it binds; None while no end is agreed."""
        return rules.Term(self.first_ends_on, self.renewal_months, self.renewals) if self.first_ends_on else None

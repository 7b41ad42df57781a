"""Entitlements: what was bought, what it covers, until when, and the keys that came with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.licences import rules
from watchkeep.estate.licences.models.products import Product
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel import clock
from watchkeep.kernel.secrets import SecretField

if TYPE_CHECKING:
    from datetime import date

    from watchkeep.kernel.actors import Actor

MOST = 10_000_000


class Metric(models.TextChoices):
    """What is counted."""

    USER = "user", _("User")
    DEVICE = "device", _("Device")
    CORE = "core", _("Core")
    PROCESSOR = "processor", _("Processor")
    CONCURRENT = "concurrent", _("Concurrent use")
    SITE = "site", _("Site")
    SEAT = "seat", _("Subscription seat")


class UpgradeRight(models.TextChoices):
    """Whether newer versions may be used."""

    NONE = "none", _("Not")
    MAINTENANCE = "maintenance", _("While there is maintenance")
    ALWAYS = "always", _("Always")


class PriceEvery(models.IntegerChoices):
    """How often the price comes, in months."""

    ONCE = 0, _("once")
    MONTH = 1, _("a month")
    QUARTER = 3, _("a quarter")
    YEAR = 12, _("a year")


def usual_warnings() -> list[int]:
    """So many days before the day, unless an entitlement says otherwise."""
    return [90, 30, 7]


class EntitlementQuerySet(models.QuerySet["Entitlement"]):
    """Sets of entitlements."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE_ENTITLEMENTS) else self.none()

    def on(self, day: date) -> Self:
        """Those that hold on this day."""
        return self.filter(Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))

    def due(self, today: date) -> Self:
        """Those with which something happens today: somebody is warned, or it is over."""
        return self.filter(next_on__lte=today).order_by("next_on", "id")


class Entitlement(models.Model):
    """So many licences of one product or of several in a bundle, from one day until another or for good.

    Its days follow its contract where it has one and no last day of its own. The sweep looks again on ``next_on``.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    name = models.CharField(_("what was bought"), max_length=200)
    products = models.ManyToManyField(Product, through="Cover", verbose_name=_("products"), related_name="entitlements")
    metric = models.CharField(_("counted by"), max_length=10, choices=Metric.choices, default=Metric.DEVICE)
    quantity = models.PositiveIntegerField(_("how many"), validators=[MinValueValidator(1), MaxValueValidator(MOST)])
    per_processor = models.PositiveSmallIntegerField(_("at least cores for a processor"), default=0)
    per_machine = models.PositiveSmallIntegerField(_("at least cores for a machine"), default=0)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    edition = models.CharField(_("edition"), max_length=80, blank=True)
    lowest = models.CharField(_("from version"), max_length=60, blank=True)
    highest = models.CharField(_("up to version"), max_length=60, blank=True)
    upgrades = models.CharField(
        _("newer versions"), max_length=12, choices=UpgradeRight.choices, default=UpgradeRight.NONE
    )
    downgrades = models.BooleanField(_("older versions, too"), default=False)
    maintenance_until = models.DateField(_("maintenance until"), null=True, blank=True)
    contract = models.ForeignKey(
        Contract, verbose_name=_("contract"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        Person, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    price = models.DecimalField(
        _("price of one in euro"), max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    price_every = models.PositiveSmallIntegerField(
        _("the price comes"), choices=PriceEvery.choices, default=PriceEvery.YEAR
    )
    warn_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("warn so many days before"), default=usual_warnings,
        blank=True, size=10,
    )  # fmt: skip
    notes = models.TextField(_("notes"), max_length=5000, blank=True)
    warned_on = models.DateField(null=True, editable=False)
    next_on = models.DateField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(EntitlementQuerySet)()

    class Meta:
        """The newest first. What lasts for good costs the sweep nothing."""

        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(metric__in=Metric.values), name="entitlement_metric_is_known"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="entitlement_is_for_some"),
            models.CheckConstraint(condition=Q(price__gte=0), name="entitlement_price_is_no_gift"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="entitlement_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["next_on", "id"], name="entitlement_due", condition=Q(next_on__isnull=False))]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def clean(self) -> None:
        """Refuse days and versions that are the wrong way round, and versions that are none."""
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("It ends after it begins.")})
        for name in ("lowest", "highest"):
            if getattr(self, name) and not rules.numbers(getattr(self, name)):
                raise ValidationError({name: _("Write a version as numbers, such as 16.4.")})
        if self.lowest and self.highest and rules.numbers(self.lowest) > rules.numbers(self.highest):
            raise ValidationError({"highest": _("The highest version is not below the lowest.")})

    @property
    def price_of_one(self) -> rules.Price:
        """What one costs, and how often."""
        return rules.Price(self.price, self.price_every)

    @property
    def terms(self) -> rules.Terms:
        """What it covers."""
        return rules.Terms(
            self.edition, self.lowest, self.highest, rules.Upgrades(self.upgrades), self.downgrades,
            self.maintenance_until,
        )  # fmt: skip


class Cover(models.Model):
    """An entitlement covers a product; a bundle covers several."""

    entitlement = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="covers")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="covers")

    class Meta:
        """Once is enough."""

        constraints = [models.UniqueConstraint(fields=["entitlement", "product"], name="cover_once")]

    def __str__(self) -> str:
        return f"{self.entitlement_id} covers {self.product_id}"


class Key(models.Model):
    """A licence key, encrypted. It is shown to whoever may see keys, and each showing is on record."""

    entitlement = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="keys")
    label = models.CharField(_("what it is for"), max_length=120)
    secret = SecretField()
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        """In the order in which they came."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.label

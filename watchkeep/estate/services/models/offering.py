"""Services and what they stand on."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.estate.people.models import Team
from watchkeep.estate.services.permissions import P
from watchkeep.estate.suppliers.models import Contract
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor


class ServiceQuerySet(models.QuerySet["Service"]):
    """Sets of services."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff see every service; nobody else sees any."""
        return self if actor.may(P.SEE) else self.none()

    def active(self) -> Self:
        """Those that are offered now."""
        return self.filter(is_active=True)


class Service(models.Model):
    """Something the business uses and would miss."""

    class Tier(models.IntegerChoices):
        """How much hangs on it."""

        CRITICAL = 1, _("1: the business stops")
        IMPORTANT = 2, _("2: customers or many people notice")
        NORMAL = 3, _("3: work goes on with effort")
        MINOR = 4, _("4: hardly anybody notices")

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("short name"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)
    owner_team = models.ForeignKey(Team, verbose_name=_("owner team"), on_delete=models.PROTECT, related_name="+")
    tier = models.PositiveSmallIntegerField(_("tier"), choices=Tier.choices, default=Tier.NORMAL)
    value_per_hour = models.DecimalField(
        _("value per hour in euro"), max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    users_count = models.PositiveIntegerField(
        _("number of users"), default=0, validators=[MaxValueValidator(2_000_000_000)]
    )
    customers_count = models.PositiveIntegerField(
        _("number of customers"), default=0, validators=[MaxValueValidator(2_000_000_000)],
        help_text=_("Who use this service themselves, so that nobody is counted at every service underneath."),
    )  # fmt: skip
    hours = models.ForeignKey(
        BusinessHours,
        verbose_name=_("service hours"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: round the clock."),
    )
    is_active = models.BooleanField(_("offered"), default=True)
    footing_due_at = models.DateTimeField(null=True, default=clock.now, editable=False)
    dependencies = models.ManyToManyField(
        "self", through="Dependency", symmetrical=False, through_fields=("service", "depends_on")
    )
    items = models.ManyToManyField(Item, through="ServiceItem", related_name="+")

    objects = models.Manager.from_queryset(ServiceQuerySet)()

    class Meta:
        """What matters most comes first."""

        ordering = ["tier", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(tier__range=(1, 4)), name="service_tier_is_1_to_4"),
            models.CheckConstraint(condition=Q(value_per_hour__gte=0), name="service_value_not_negative"),
        ]
        indexes = [
            models.Index(
                fields=["footing_due_at"], name="service_footing_due", condition=Q(footing_due_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Dependency(models.Model):
    """One service fails when another does."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="needs")
    depends_on = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="needed_by")

    class Meta:
        """Each pair once, and nothing depends on itself."""

        constraints = [
            models.UniqueConstraint(fields=["service", "depends_on"], name="dependency_once"),
            models.CheckConstraint(condition=~Q(service=F("depends_on")), name="dependency_on_another"),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} needs {self.depends_on_id}"


class ServiceItem(models.Model):
    """One configuration item that a service runs on."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="runs_on")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Each pair once."""

        constraints = [models.UniqueConstraint(fields=["service", "item"], name="service_item_once")]

    def __str__(self) -> str:
        return f"{self.service_id} runs on {self.item_id}"


class Footing(models.Model):
    """One item on which a service stands however indirectly, as it was last counted.

    Read only where too much hangs on an item to be walked each time. ``is_direct``: the service stands on the item
    itself; ``hangs``: on something that needs it. It can be both.
    """

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    is_direct = models.BooleanField()
    hangs = models.BooleanField()

    class Meta:
        """Each pair once, found from either end."""

        constraints = [models.UniqueConstraint(fields=["item", "service"], name="footing_once")]
        indexes = [
            models.Index(fields=["service", "item"], name="footing_of_service"),
            models.Index(fields=["service", "item"], name="footing_direct", condition=Q(is_direct=True)),
            models.Index(fields=["item", "service"], name="footing_hangs", condition=Q(hangs=True)),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} stands on {self.item_id}"


class ServiceContract(models.Model):
    """One contract that a service leans on: when it ends, the service is in trouble."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="leans_on")
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="+")

    class Meta:
        """Each pair once."""

        constraints = [models.UniqueConstraint(fields=["service", "contract"], name="service_contract_once")]

    def __str__(self) -> str:
        return f"{self.service_id} leans on {self.contract_id}"

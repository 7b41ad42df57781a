"""Orders: what was ordered from whom, line by line, and which item each unit became."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import DecimalField, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item, ItemClass
from watchkeep.estate.people.models import Person
from watchkeep.estate.purchasing.permissions import P
from watchkeep.estate.suppliers.models import Contract, Supplier
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

MOST_UNITS = 500
"""So many units of a line are looked after one by one."""


def today() -> date:
    """The day of UTC, as everywhere."""
    return clock.now().date()


class State(models.TextChoices):
    """Where an order stands."""

    ORDERED = "ordered", _("Ordered")
    PARTLY = "partly_received", _("Partly received")
    RECEIVED = "received", _("Received")
    CLOSED = "closed", _("Closed")


OPEN = (State.ORDERED, State.PARTLY)
"""Something is still to come."""


class OrderQuerySet(models.QuerySet["Order"]):
    """Sets of orders."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE) else self.none()

    def open(self) -> Self:
        """Those of which something is still to come."""
        return self.filter(state__in=OPEN)

    def late(self, day: date) -> Self:
        """Those that should have come by now."""
        return self.open().filter(expected_on__lt=day)


class Order(models.Model):
    """What was ordered from a supplier. ``reference`` is the number that it has in our books or theirs."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    supplier = models.ForeignKey(Supplier, verbose_name=_("supplier"), on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("number in the books"), max_length=60, blank=True)
    contract = models.ForeignKey(
        Contract, verbose_name=_("contract"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    owner = models.ForeignKey(
        Person, verbose_name=_("ordered by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        db_index=False,
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.ORDERED, editable=False)
    ordered_on = models.DateField(_("ordered on"), default=today)
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    cost_centre = models.CharField(_("cost centre"), max_length=40, blank=True)
    notes = models.TextField(_("notes"), max_length=5000, blank=True)
    reason = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(OrderQuerySet)()

    class Meta:
        """The newest first; a supplier's number is that of one order."""

        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "reference"], condition=~Q(reference=""), name="order_reference_once"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="order_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="order_by_state"),
            models.Index(
                fields=["expected_on"], name="order_expected",
                condition=Q(expected_on__isnull=False, state__in=["ordered", "partly_received"]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """Nothing is expected before it is ordered."""
        if self.expected_on and self.expected_on < self.ordered_on:
            raise ValidationError({"expected_on": _("It cannot come before it was ordered.")})

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state in OPEN

    @property
    def is_late(self) -> bool:
        """Whether it should have come by now."""
        return self.is_open and self.expected_on is not None and self.expected_on < today()

    def cost(self) -> Decimal:
        """What it costs in euro, all lines together."""
        price = F("quantity") * F("price")
        return Decimal(self.lines.aggregate(sum=Coalesce(Sum(price), Decimal(0), output_field=_MONEY))["sum"])


_MONEY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=16, decimal_places=2)


class Line(models.Model):
    """So many of one thing. Without a class they are used up, and not looked after one by one."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    cls = models.ForeignKey(
        ItemClass, verbose_name=_("class"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("what"), max_length=200)
    manufacturer = models.CharField(_("manufacturer"), max_length=120, blank=True)
    model = models.CharField(_("model"), max_length=160, blank=True)
    quantity = models.PositiveIntegerField(
        _("quantity"), validators=[MinValueValidator(1), MaxValueValidator(1_000_000)]
    )
    price = models.DecimalField(
        _("price of one in euro"), max_digits=12, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    warranty_months = models.PositiveSmallIntegerField(
        _("warranty in months"), null=True, blank=True, validators=[MaxValueValidator(240)]
    )
    depreciation_months = models.PositiveSmallIntegerField(
        _("written off within, in months"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    received = models.PositiveIntegerField(_("received"), default=0, editable=False)

    class Meta:
        """As they were written down."""

        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1, price__gte=0), name="order_line_is_of_something"),
            models.CheckConstraint(condition=Q(received__lte=F("quantity")), name="order_line_received_no_more"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What is looked after one by one is not ordered by the thousand."""
        if self.cls_id and self.quantity and self.quantity > MOST_UNITS:
            raise ValidationError({"quantity": _("At most %(most)s of a class in one line.") % {"most": MOST_UNITS}})

    @property
    def to_come(self) -> int:
        """How many have not come yet."""
        return self.quantity - self.received

    @property
    def cost(self) -> Decimal:
        """All of them, in euro."""
        return self.quantity * self.price


class Receipt(models.Model):
    """Something came: when, who took it in, and the number on its delivery note."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="receipts")
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=64)
    quantity = models.PositiveIntegerField()
    note = models.CharField(_("delivery note"), max_length=120, blank=True)

    class Meta:
        """The newest first."""

        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.order_id}"


class Unit(models.Model):
    """One of what a line orders, and the item that it is from its first day on."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="units", db_index=False)
    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="+")
    receipt = models.ForeignKey(Receipt, null=True, on_delete=models.CASCADE, related_name="units")

    class Meta:
        """In the order in which they were ordered; those to come are found at once."""

        ordering = ["id"]
        indexes = [
            models.Index(fields=["line", "id"], name="order_unit_of_line"),
            models.Index(fields=["line", "id"], name="order_unit_to_come", condition=Q(receipt__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} of {self.line_id}"

"""Use: on which machine and by whom a product is used, who has a seat, who signed in, and the peaks.

All have a beginning and an end as they were known, and none is changed afterwards: so any past day can be counted anew
and comes to the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item
from watchkeep.estate.licences.models.products import Product
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Group, Person, Team
from watchkeep.kernel import clock

if TYPE_CHECKING:
    from datetime import datetime

    from watchkeep.kernel.actors import Actor


class KeptQuerySet(models.QuerySet["Use"]):
    """Sets of uses."""

    def at(self, instant: datetime) -> Self:
        """Those that were known then."""
        return self.filter(Q(since__lte=instant), Q(until=None) | Q(until__gt=instant))


class Use(models.Model):
    """A product is on a machine that somebody has and that stands somewhere: what it counts by any metric.

    Of several versions on one machine the highest counts. A change ends the row and begins another.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    place = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    edition = models.CharField(max_length=80, blank=True)
    version = models.CharField(max_length=60, blank=True)
    processors = models.PositiveIntegerField(null=True)
    cores = models.PositiveIntegerField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(KeptQuerySet)()

    class Meta:
        """Open once; found by product, by machine and by person."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "item"], condition=Q(until=None), name="use_open_once"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="use_ends_after_it_began"),
        ]
        indexes = [
            models.Index(fields=["item"], condition=Q(until=None), name="use_open_of_item"),
            models.Index(fields=["product", "until"], condition=~Q(until=None), name="use_past_of_product"),
            models.Index(fields=["person"], condition=Q(until=None, person__isnull=False), name="use_open_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} on {self.item_id}"


class SeatQuerySet(models.QuerySet["Seat"]):
    """Sets of seats."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission; others see their own."""
        return self if actor.may(P.SEE_ENTITLEMENTS) else self.filter(person=actor.person)

    def taken(self) -> Self:
        """Those that somebody has."""
        return self.filter(until=None)


class Seat(models.Model):
    """Somebody may use a product, until the seat is given back. ``team``: they got it as a member of it.

    ``group``: they hold it for as long as they are in that group of a directory. ``idle_on``: when somebody was told
    that it lies idle.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="seats", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    because = models.CharField(_("why"), max_length=200, blank=True)
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    used_on = models.DateField(_("last used"), null=True)
    idle_on = models.DateField(null=True, editable=False)

    objects = models.Manager.from_queryset(SeatQuerySet)()

    class Meta:
        """A person has one seat of a product."""

        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["product", "person"], condition=Q(until=None), name="seat_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="seat_of_person"),
            models.Index(fields=["product", "-id"], name="seat_of_product"),
            models.Index(fields=["team"], condition=Q(until=None, team__isnull=False), name="seat_of_team"),
            models.Index(fields=["group", "product"], condition=Q(group__isnull=False), name="seat_of_group"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} for {self.person_id}"


class SignIn(models.Model):
    """Somebody used a product on a day, as an identity provider, a vendor's list or a program says."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    source = models.CharField(max_length=40)
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        """Once a day is enough."""

        constraints = [models.UniqueConstraint(fields=["product", "person", "on"], name="sign_in_once_a_day")]
        indexes = [models.Index(fields=["product", "on", "person"], name="sign_in_of_product")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.product_id} on {self.on}"


class Peak(models.Model):
    """The most that used a product at once on a day, as a licence server says."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    on = models.DateField()
    most = models.PositiveIntegerField()
    noted_at = models.DateTimeField(default=clock.now)

    class Meta:
        """One a day."""

        constraints = [models.UniqueConstraint(fields=["product", "on"], name="peak_once_a_day")]

    def __str__(self) -> str:
        return f"{self.most} at once on {self.on}"


class PositionQuerySet(models.QuerySet["Position"]):
    """Sets of positions."""

    def visible_to(self, actor: Actor) -> Self:
        """All with the permission, none without."""
        return self if actor.may(P.SEE_ENTITLEMENTS) else self.none()


class Position(models.Model):
    """How a product stood on a day. A day without one is like the day before it.

    ``cost_at_risk`` and ``shelfware`` are euro a year.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="positions", db_index=False)
    on = models.DateField()
    metric = models.CharField(max_length=10)
    status = models.CharField(max_length=10)
    owned = models.PositiveIntegerField()
    used = models.PositiveIntegerField()
    covered = models.PositiveIntegerField()
    idle = models.PositiveIntegerField(default=0)
    free = models.PositiveIntegerField()
    cost_at_risk = models.DecimalField(max_digits=16, decimal_places=2)
    shelfware = models.DecimalField(max_digits=16, decimal_places=2)
    is_latest = models.BooleanField(default=True)

    objects = models.Manager.from_queryset(PositionQuerySet)()

    class Meta:
        """One a day; the latest of each product are found at once."""

        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["product", "on"], name="position_once_a_day"),
            models.UniqueConstraint(fields=["product"], condition=Q(is_latest=True), name="position_latest_once"),
        ]
        indexes = [models.Index(fields=["status", "product"], condition=Q(is_latest=True), name="position_by_status")]

    def __str__(self) -> str:
        return f"{self.product_id} on {self.on}: {self.status}"

    @property
    def missing(self) -> int:
        """What runs without a licence that covers it."""
        return self.used - self.covered

    @property
    def unused(self) -> int:
        """What is paid for and not needed."""
        return self.free + self.idle

    def get_status_display(self) -> str:
        """The status in words."""
        return str(STATUSES.get(self.status, self.status))


STATUSES = {
    "compliant": _("Compliant"), "over": _("Over-used"), "under": _("Under-used"), "unlicensed": _("Unlicensed"),
    "unused": _("Unused"),
}  # fmt: skip

"""Where agents report, who they are, and every inventory that came in until it has been read."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models import Item, ItemClass, Source
from watchkeep.estate.discovery.models.traces import Trace
from watchkeep.estate.discovery.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor


class GatewayQuerySet(models.QuerySet["Gateway"]):
    """Sets of gateways."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see what is found."""
        return self if actor.may(P.SEE) else self.none()


class Gateway(models.Model):
    """An address that agents report to, with a key of its own. Of the key a digest is kept; it is shown once.

    After a rotation the former key opens for a while, so that agents can be told. ``networks``: only from these may
    agents report; with none, from everywhere.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(_("in use"), default=True, editable=False)
    networks = ArrayField(models.CharField(max_length=64), verbose_name=_("networks"), default=list, blank=True)
    hours = models.PositiveSmallIntegerField(
        _("hours between two inventories"), default=24, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    prefix = models.CharField(max_length=24, editable=False)
    digest = models.BinaryField(max_length=32, unique=True, editable=False)
    former_digest = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(GatewayQuerySet)()

    class Meta:
        """From A to Z."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Agent(models.Model):
    """A program on a machine that reports through a gateway.

    ``meaning`` is the digest of what it last said, ``trace`` what told its machine apart then. ``unchanged`` counts the
    inventories that said nothing new, ``ahead_days`` how far the machine's clock was ahead when it last said something.
    """

    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, related_name="+", db_index=False)
    device = models.CharField(max_length=250)
    version = models.CharField(max_length=120, blank=True)
    address = models.GenericIPAddressField(null=True)
    trace = models.ForeignKey(Trace, null=True, on_delete=models.SET_NULL, related_name="+")
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+")
    meaning = models.BinaryField(max_length=32, null=True)
    first_at = models.DateTimeField(default=clock.now)
    last_at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True)
    unchanged = models.PositiveIntegerField(default=0)
    ahead_days = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        """The one heard last comes first."""

        ordering = ["-last_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["gateway", "device"], name="agent_once")]
        indexes = [models.Index(fields=["gateway", "-last_at", "-id"], name="agent_of_gateway")]

    def __str__(self) -> str:
        return self.device


class Patience(models.Model):
    """After how many days without a word a thing of a class counts as missing. The nearest class counts."""

    cls = models.OneToOneField(ItemClass, verbose_name=_("class"), on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField(
        _("days"), default=30, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )

    class Meta:
        """As the tree of classes is read."""

        ordering = ["cls__path"]

    def __str__(self) -> str:
        return f"{self.cls_id}: {self.days}"


class State(models.TextChoices):
    """What became of an inventory."""

    RECEIVED = "received", _("Waiting")
    NEW = "new", _("New thing")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Nothing new")
    REFUSED = "refused", _("Refused")


class InventoryQuerySet(models.QuerySet["Inventory"]):
    """Sets of inventories."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see what is found."""
        return self if actor.may(P.SEE) else self.none()


_Manager = models.Manager.from_queryset(InventoryQuerySet)


class InventoryManager(_Manager["Inventory"]):
    """Finds inventories, and leaves their bodies where they are."""

    def get_queryset(self) -> InventoryQuerySet:
        """Every inventory without its body."""
        return InventoryQuerySet(self.model, using=self._db).defer("body")


class Inventory(models.Model):
    """What came in at once, packed as it came. The body goes once it has been read; what was refused is kept."""

    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, related_name="+", db_index=False)
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    received_at = models.DateTimeField(default=clock.now)
    address = models.GenericIPAddressField(null=True)
    size = models.PositiveIntegerField()
    body = models.BinaryField()
    meaning = models.BinaryField(max_length=32, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_step_at = models.DateTimeField(null=True, default=clock.now)
    why = models.CharField(max_length=300, blank=True)
    item = models.ForeignKey(Item, null=True, on_delete=models.SET_NULL, related_name="+")
    changes = models.JSONField(default=dict)

    objects = InventoryManager()

    class Meta:
        """The newest first. What is due has a partial index."""

        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="received"), name="inventory_due"),
            models.Index(fields=["gateway", "-id"], name="inventory_of_gateway"),
            models.Index(fields=["state", "-id"], name="inventory_in_state"),
            models.Index(fields=["agent", "-id"], condition=Q(agent__isnull=False), name="inventory_of_agent"),
            models.Index(fields=["received_at"], condition=~Q(state="received"), name="inventory_old"),
        ]

    def __str__(self) -> str:
        return f"inventory {self.pk}"

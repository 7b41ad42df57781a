"""Items: the machines, programs, places and papers that services stand on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models.classes import ROOT_OF_PLACES, ItemClass
from watchkeep.estate.assets.permissions import P
from watchkeep.estate.people.models import Person, Team
from watchkeep.estate.suppliers.models import Contract, Supplier
from watchkeep.kernel import clock, search

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

LENGTHS = {"name": 255, "serial": 120, "manufacturer": 120, "model": 160, "asset_tag": 64}
TOLD_COLUMNS = tuple(LENGTHS)
"""What sources say of every item and what has a column of its own; all else that they say lies in ``values``."""
DECIDED_COLUMNS = (
    "cls", "external_id", "owner_person", "owner_team", "user", "location", "supplier", "contract", "cost_centre",
    "bought_on", "price", "order_number", "warranty_ends_on", "depreciation_months",
)  # fmt: skip
"""What people decide alone."""
POINTING = {"cls", "owner_person", "owner_team", "user", "location", "supplier", "contract"}
"""The columns that point to another record."""
KEPT_COLUMNS = (*TOLD_COLUMNS, *DECIDED_COLUMNS, "state", "disposal")
"""The columns that have a history."""
WORDS = ("number", "name", "serial", "manufacturer", "model", "asset_tag", "external_id")


RESERVED = {*KEPT_COLUMNS, "id", "number", "values", "is_active"}
"""No attribute has one of these names."""


class State(models.TextChoices):
    """Where an item is in its life."""

    ORDERED = "ordered", _("Ordered")
    IN_STOCK = "in_stock", _("In stock")
    IN_USE = "in_use", _("In use")
    IN_REPAIR = "in_repair", _("In repair")
    MISSING = "missing", _("Missing")
    RETIRED = "retired", _("Retired")
    DISPOSED = "disposed", _("Disposed of")


GONE = (State.RETIRED, State.DISPOSED)
"""What is looked after no longer."""


class ItemQuerySet(models.QuerySet["Item"]):
    """Sets of configuration items."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff see every item that stands for itself; nobody else sees any."""
        return self.filter(merged_into=None) if actor.may(P.SEE) else self.none()

    def active(self) -> Self:
        """Those that are looked after."""
        return self.filter(is_active=True)

    def of_class(self, *paths: str) -> Self:
        """Those of these classes and of all below them."""
        return self.filter(cls__in=ItemClass.objects.within(*paths).values("pk"))

    def visible_or_merged(self, actor: Actor) -> Self:
        """All that staff see, and what those items stand for."""
        return self if actor.may(P.SEE) else self.none()

    def family(self, item: int) -> Self:
        """This item and those that it stands for."""
        return self.filter(Q(pk=item) | Q(merged_into=item))

    def places(self) -> Self:
        """Those that other items can be in."""
        return self.of_class(ROOT_OF_PLACES)


_Manager = models.Manager.from_queryset(ItemQuerySet)


class ItemManager(_Manager["Item"]):
    """Finds items without the words that only a search looks at."""

    def get_queryset(self) -> ItemQuerySet:
        """Every item."""
        return ItemQuerySet(self.model, using=self._db).defer("words")


class Item(models.Model):
    """One thing that is looked after; an asset, when it was bought.

    The columns in ``TOLD_COLUMNS`` and ``values`` hold of each attribute the value that wins among what sources say;
    all other columns are what people decide. ``merged_into`` is the item that stands for this one, which has turned out
    to be the same thing; what this one brought stays its own.
    """

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=255)
    cls = models.ForeignKey(
        ItemClass, verbose_name=_("class"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.IN_USE, editable=False)
    is_active = models.BooleanField(_("looked after"), default=True, editable=False)
    serial = models.CharField(_("serial number"), max_length=120, blank=True)
    manufacturer = models.CharField(_("manufacturer"), max_length=120, blank=True)
    model = models.CharField(_("model"), max_length=160, blank=True)
    asset_tag = models.CharField(_("asset tag"), max_length=64, blank=True)
    external_id = models.CharField(_("identifier elsewhere"), max_length=200, blank=True)
    owner_person = models.ForeignKey(
        Person, verbose_name=_("owner"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        db_index=False,
    )  # fmt: skip
    owner_team = models.ForeignKey(
        Team, verbose_name=_("owner team"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        db_index=False,
    )  # fmt: skip
    user = models.ForeignKey(
        Person, verbose_name=_("who has it"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        db_index=False,
    )  # fmt: skip
    location = models.ForeignKey(
        "self", verbose_name=_("location"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    supplier = models.ForeignKey(
        Supplier, verbose_name=_("supplier"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    contract = models.ForeignKey(
        Contract, verbose_name=_("contract"), null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    cost_centre = models.CharField(_("cost centre"), max_length=40, blank=True)
    bought_on = models.DateField(_("bought"), null=True, blank=True)
    price = models.DecimalField(
        _("price in euro"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    order_number = models.CharField(_("order"), max_length=60, blank=True)
    warranty_ends_on = models.DateField(_("warranty ends"), null=True, blank=True)
    depreciation_months = models.PositiveSmallIntegerField(
        _("written off within, in months"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    disposal = models.CharField(_("how it was disposed of"), max_length=300, blank=True, editable=False)
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        _("attributes"), default=dict, blank=True
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    first_seen_at = models.DateTimeField(_("first seen"), null=True, editable=False)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, editable=False)
    judge_at = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False
    )
    words = models.GeneratedField(expression=search.vector(*WORDS), output_field=SearchVectorField(), db_persist=True)

    objects = ItemManager()

    class Meta:
        """Names are read from A to Z."""

        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["external_id"], condition=~Q(external_id=""), name="item_external_id_once"),
            models.CheckConstraint(
                condition=Q(is_active=True, state__in=[one for one in State.values if one not in GONE])
                | Q(is_active=False, state__in=GONE),
                name="item_is_active_unless_gone",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="item_by_name"),
            models.Index(fields=["cls", "name", "id"], name="item_of_class"),
            models.Index(fields=["state", "name", "id"], name="item_in_state"),
            models.Index(fields=["owner_team", "name"], name="item_of_team", condition=Q(owner_team__isnull=False)),
            models.Index(fields=["owner_person"], name="item_of_owner", condition=Q(owner_person__isnull=False)),
            models.Index(fields=["user"], name="item_of_user", condition=Q(user__isnull=False)),
            models.Index(fields=["supplier", "name"], name="item_of_supplier", condition=Q(supplier__isnull=False)),
            models.Index(fields=["contract", "name"], name="item_on_contract", condition=Q(contract__isnull=False)),
            models.Index(fields=["location", "name"], name="item_at", condition=Q(location__isnull=False)),
            models.Index(
                fields=["warranty_ends_on"], name="item_warranty", condition=Q(warranty_ends_on__isnull=False)
            ),
            models.Index(
                fields=["name", "id"],
                include=["warranty_ends_on"],
                name="item_under_warranty",
                condition=Q(warranty_ends_on__isnull=False, is_active=True, merged_into=None),
            ),
            models.Index(
                fields=["last_seen_at"], name="item_last_seen", condition=Q(last_seen_at__isnull=False, is_active=True)
            ),
            models.Index(fields=["merged_into"], name="item_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["judge_at"], name="item_judge_due", condition=Q(judge_at__isnull=False)),
            models.Index(Upper("serial"), name="item_by_serial", condition=~Q(serial="")),
            models.Index(Upper("asset_tag"), name="item_by_tag", condition=~Q(asset_tag="")),
            GinIndex(fields=["words"], name="item_words"),
        ]

    def __str__(self) -> str:
        return self.name

    def known(self) -> dict[str, Any]:
        """All that is known of it, by name, as history keeps it."""
        return {name: value for name in KEPT_COLUMNS if (value := self.plain(name)) is not None} | self.values

    def plain(self, name: str) -> Any:
        """What history keeps of a column."""
        return plainly(getattr(self, f"{name}_id" if name in POINTING else name))


def plainly(value: Any) -> Any:
    """A value as history keeps it: days and sums as text, records as ids, and nothing as None."""
    match value:
        case models.Model():
            return value.pk
        case date():
            return value.isoformat()
        case Decimal():
            return str(value.quantize(Decimal("0.01")))
        case "":
            return None
        case _:
            return value

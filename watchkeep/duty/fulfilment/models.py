"""Which item of the catalogue is fulfilled by which plan, and which gives a seat of which product."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.duty.automation.models import Procedure
from watchkeep.estate.licences.models import Product
from watchkeep.work.requests.models import CatalogueItem


class Plan(models.Model):
    """The plan of an item. An item without one is done by people."""

    item = models.OneToOneField(CatalogueItem, primary_key=True, on_delete=models.CASCADE, related_name="+")
    procedure = models.ForeignKey(
        Procedure, verbose_name=_("plan"), on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        """In the order of their items."""

        ordering = ["item_id"]

    def __str__(self) -> str:
        return f"{self.item_id} by {self.procedure_id}"


class Pool(models.Model):
    """Whoever gets this item gets a seat of this product, and gives it back with it."""

    item = models.OneToOneField(CatalogueItem, primary_key=True, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        """In the order of their items."""

        ordering = ["item_id"]

    def __str__(self) -> str:
        return f"{self.item_id} from {self.product_id}"

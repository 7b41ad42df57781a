"""Days that are to be counted anew, since what was known of them was corrected afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from watchkeep.estate.licences.models.products import Product


class Recount(models.Model):
    """How a product stood on past days is another now: on all from ``since`` to ``until``. Written by verbs.

    The sweep moves ``since`` on as it goes and takes the row away at the end: so it goes on where it was stopped.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateField()
    until = models.DateField()

    class Meta:
        """The oldest first."""

        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(until__gte=F("since")), name="recount_is_a_span")]

    def __str__(self) -> str:
        return f"{self.product_id} from {self.since} to {self.until}"

"""Pictures of catalogue items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel.papers import Paper
from watchkeep.work.requests.models.catalogue import CatalogueItem

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


class PictureQuerySet(models.QuerySet["Picture"]):
    """Sets of pictures."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see the item sees its pictures."""
        return self.filter(item__in=CatalogueItem.objects.visible_to(actor))


class Picture(Paper):
    """A picture that an item's description shows."""

    FOLDER = "catalogue"

    item = models.ForeignKey(CatalogueItem, on_delete=models.CASCADE, related_name="pictures")
    alt = models.CharField(_("what it shows"), max_length=300, blank=True)
    content_type = models.CharField(_("type"), max_length=40)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(PictureQuerySet)()

    @property
    def mark(self) -> str:
        """How a description shows it: Markdown to copy into the text."""
        return f"![{self.alt or self.name}](media:{self.pk})"

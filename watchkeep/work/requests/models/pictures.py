"""Pictures of catalogue items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, files
from watchkeep.work.requests.models.catalogue import CatalogueItem

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor


def random_name(_picture: Picture, _name: str) -> str:
    """Where a file is kept: a name that says nothing and cannot be guessed."""
    return files.place("catalogue")


class PictureQuerySet(models.QuerySet["Picture"]):
    """Sets of pictures."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever may see the item sees its pictures."""
        return self.filter(item__in=CatalogueItem.objects.visible_to(actor))


class Picture(models.Model):
    """A picture that an item's description shows. Its type was checked against its first bytes."""

    item = models.ForeignKey(CatalogueItem, on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(_("name"), max_length=200)
    alt = models.CharField(_("what it shows"), max_length=300, blank=True)
    content_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(_("file"), upload_to=random_name, db_index=True)
    author = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = models.Manager.from_queryset(PictureQuerySet)()

    class Meta:
        """In the order in which they came."""

        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def mark(self) -> str:
        """How a description shows it: Markdown to copy into the text."""
        return f"![{self.alt or self.name}](media:{self.pk})"

"""Software on items: titles as sources name them, and since when and until when each was on which item."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models.items import Item
from watchkeep.estate.assets.models.sources import Source

LAST_OF_NAME = Lower(Func(F("name"), Value("/"), Value(-1), function="split_part", output_field=models.CharField()))
"""What a title is called within its group: ``log4j-core`` of ``org.apache.logging.log4j/log4j-core``."""


class Title(models.Model):
    """A piece of software as sources name it: name, publisher, version, and the package manager that told it.

    ``key`` is the digest of these. A title that is on no item any more stays: what was installed once refers to it.
    """

    key = models.BinaryField(max_length=16, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    version = models.CharField(_("version"), max_length=120, blank=True)
    manager = models.CharField(_("package manager"), max_length=30, blank=True)
    purl = models.CharField(_("package URL"), max_length=600, blank=True)
    cpe = models.CharField(max_length=300, blank=True)

    class Meta:
        """From A to Z."""

        ordering = ["name", "version", "id"]
        indexes = [
            models.Index(fields=["name", "version", "id"], name="title_by_name"),
            models.Index(LAST_OF_NAME, name="title_by_last_of_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


class InstallationQuerySet(models.QuerySet["Installation"]):
    """Sets of installations."""

    def open(self) -> Self:
        """What is installed now."""
        return self.filter(until=None)

    def on(self, item: int) -> Self:
        """What is on this item, told of it or of one that it stands for."""
        return self.filter(item__in=Item.objects.family(item))


class Installation(models.Model):
    """A title was on an item since then and, once it is gone, until then, as one source says.

    When it was last seen is when the list was that it stands on. Sources and titles are never deleted, so the database
    need not look for them at each of a machine's thousand rows: that was a third of what a new machine costs.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(InstallationQuerySet)()

    class Meta:
        """Open once; found by item and by title."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "source", "title"], condition=Q(until=None), name="installation_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="installation_ends_after_it_began"
            ),
        ]
        indexes = [
            models.Index(fields=["title", "item"], condition=Q(until=None), name="installation_open_of_title"),
            models.Index(fields=["title", "since"], condition=~Q(until=None), name="installation_past_of_title"),
            models.Index(fields=["item", "until"], condition=~Q(until=None), name="installation_past_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.title_id} on {self.item_id}"


class TitleMoved(models.Model):
    """A title came to an item or went. Whoever counts titles takes these rows away; there may be many for one title."""

    title = models.ForeignKey(Title, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        """In the order in which they moved."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.title_id}"


class SoftwareList(models.Model):
    """The list of software that a source last told of an item. ``digest`` marks it, so that the same costs nothing."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32)
    size = models.PositiveIntegerField()
    seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """One for each item and source."""

        constraints = [models.UniqueConstraint(fields=["item", "source"], name="software_list_once")]

    def __str__(self) -> str:
        return f"software of {self.item_id}"

"""Classes of items: a tree in which every class has what those above it have."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.permissions import P

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

ROOT_OF_PLACES = "location"
"""Whatever is of this class, or of one below it, is a place where items can be."""


class AttributeKind(models.TextChoices):
    """What sort of value an attribute has."""

    TEXT = "text", _("text")
    NUMBER = "number", _("number")
    BYTES = "bytes", _("amount of data")
    DATE = "date", _("date")
    CHOICE = "choice", _("choice")
    BOOLEAN = "boolean", _("yes or no")
    IP = "ip", _("IP address")
    MAC = "mac", _("MAC address")
    URL = "url", _("web address")


class ItemClassQuerySet(models.QuerySet["ItemClass"]):
    """Sets of classes."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees items sees what classes there are."""
        return self if actor.may(P.SEE) else self.none()

    def within(self, *paths: str) -> Self:
        """These classes and all below them."""
        asked = Q(pk__in=())
        for path in paths:
            asked |= Q(path=path) | Q(path__startswith=f"{path}.")
        return self.filter(asked)

    def above(self, *paths: str) -> Self:
        """These classes and all above them, of which they inherit."""
        return self.filter(path__in={above for path in paths for above in line_of(path)})

    def over(self, items: models.QuerySet[Any]) -> Self:
        """The classes of these items and all above them."""
        own = ItemClass.objects.filter(pk__in=items.order_by().values("cls"))
        ended = own.annotate(ended=Concat("path", Value(".")))
        return self.filter(Exists(ended.filter(ended__startswith=Concat(OuterRef("path"), Value(".")))))


class ItemClass(models.Model):
    """A sort of thing. Its path, such as ``hardware.computer.server``, makes inheritance a question of a prefix.

    ``attributes`` describes what is known of such things besides what every item has: name, label, kind, and where it
    helps unit, help, choices, ``many`` when there can be several, and ``required`` when nobody may leave it open.
    """

    slug = models.SlugField(
        _("short name"), max_length=40, unique=True, validators=[RegexValidator(r"^[a-z][a-z0-9_]*$")]
    )
    name = models.CharField(_("name"), max_length=60)
    parent = models.ForeignKey(
        "self", verbose_name=_("a sort of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.CharField(max_length=255, unique=True, editable=False)
    icon = models.CharField(_("icon"), max_length=30, default="item", blank=True)
    attributes = models.JSONField(_("attributes"), default=list, blank=True)

    objects = models.Manager.from_queryset(ItemClassQuerySet)()

    class Meta:
        """As a tree is read."""

        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def line(self) -> list[str]:
        """Its path and the paths above it, the topmost first."""
        return line_of(self.path)

    @property
    def depth(self) -> int:
        """How many classes stand above it."""
        return self.path.count(".")

    def is_within(self, path: str) -> bool:
        """Whether it is that class or one below it."""
        return path in self.line

    def described(self) -> dict[str, dict[str, Any]]:
        """Its own attributes by name; those that it inherits are those of the classes in its line."""
        return {one["name"]: one for one in self.attributes}


def line_of(path: str) -> list[str]:
    """``a.b.c`` is within ``a``, ``a.b`` and itself."""
    parts = path.split(".")
    return [".".join(parts[: end + 1]) for end in range(len(parts))]

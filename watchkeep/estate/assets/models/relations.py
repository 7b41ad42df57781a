"""How items hang together: what each kind of relation means, and the relations, now and as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.assets.models.classes import ItemClass
from watchkeep.estate.assets.models.items import Item

if TYPE_CHECKING:
    from datetime import datetime


class RelationKind(models.TextChoices):
    """How one item hangs on another, read from the one to the other."""

    RUNS_ON = "runs_on", _("runs on")
    DEPENDS_ON = "depends_on", _("depends on")
    CONNECTS_TO = "connects_to", _("connects to")
    PART_OF = "part_of", _("is part of")
    PROTECTS = "protects", _("protects")


@dataclass(frozen=True)
class Meaning:
    """Both readings of a kind, and which way a failure travels: most kinds hurt the one that they begin at."""

    forwards: Any
    backwards: Any
    hurts_the_other: bool = False


MEANINGS: dict[str, Meaning] = {
    RelationKind.RUNS_ON: Meaning(_("runs on"), _("carries")),
    RelationKind.DEPENDS_ON: Meaning(_("depends on"), _("is needed by")),
    RelationKind.CONNECTS_TO: Meaning(_("connects to"), _("connects")),
    RelationKind.PART_OF: Meaning(_("is part of"), _("consists of")),
    RelationKind.PROTECTS: Meaning(_("protects"), _("is protected by"), hurts_the_other=True),
}


class RelationQuerySet(models.QuerySet["Relation"]):
    """Sets of relations."""

    def open(self) -> Self:
        """Those that hold now."""
        return self.filter(until__isnull=True)

    def held_at(self, at: datetime) -> Self:
        """Those that held at that instant."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)

    def of(self, item: int) -> Self:
        """Those on either side of an item, and of those that it stands for."""
        ids = [*Item.objects.family(item).values_list("pk", flat=True)]
        return self.filter(Q(from_item__in=ids) | Q(to_item__in=ids))


class Relation(models.Model):
    """One item hangs on another, since then and, once it is over, until then.

    It is open while one of its ``sources`` (ids) says so. A circle of relations is no error; but what connects to
    something is connected by it, so that of two items that connect one relation is open, whichever way it was said.
    """

    from_item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("relation"), max_length=12, choices=RelationKind.choices)
    to_item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    sources = ArrayField(models.BigIntegerField(), default=list)

    objects = models.Manager.from_queryset(RelationQuerySet)()

    class Meta:
        """The oldest first; of each that is open there is one."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_item", "kind", "to_item"], condition=Q(until__isnull=True), name="relation_open_once"
            ),
            models.UniqueConstraint(
                Least("from_item", "to_item"),
                Greatest("from_item", "to_item"),
                condition=Q(until__isnull=True, kind="connects_to"),
                name="relation_connects_once",
            ),
            models.CheckConstraint(condition=~Q(from_item=F("to_item")), name="relation_of_two"),
            models.CheckConstraint(condition=Q(kind__in=RelationKind.values), name="relation_kind_is_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="relation_ends_after_it_began"
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_item", "kind", "from_item"], condition=Q(until__isnull=True), name="relation_open_back"
            ),
            models.Index(fields=["from_item", "since"], name="relation_since"),
            models.Index(fields=["to_item", "since"], name="relation_since_back"),
        ]

    def __str__(self) -> str:
        return f"{self.from_item_id} {self.kind} {self.to_item_id}"


class RelationRule(models.Model):
    """Between which classes a kind of relation may stand. A class means those below it as well; none means every class.

    A relation may stand where one rule allows it and none forbids it.
    """

    kind = models.CharField(_("relation"), max_length=12, choices=RelationKind.choices)
    from_cls = models.ForeignKey(
        ItemClass, verbose_name=_("from"), null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        db_index=False,
    )  # fmt: skip
    to_cls = models.ForeignKey(
        ItemClass, verbose_name=_("to"), null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        db_index=False,
    )  # fmt: skip
    is_allowed = models.BooleanField(_("allowed"), default=True)

    class Meta:
        """In the order in which they were made; one for each question."""

        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "from_cls", "to_cls"], name="relation_rule_once", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(kind__in=RelationKind.values), name="relation_rule_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.from_cls_id} {self.kind} {self.to_cls_id}"
